/** Experiments over gRPC. */
@NullMarked
package dev.atelier.autopilot.service.experiment.grpc;

import org.jspecify.annotations.NullMarked;
