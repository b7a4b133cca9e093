/** Jobs and their candidates over gRPC. */
@NullMarked
package dev.atelier.autopilot.service.job.grpc;

import org.jspecify.annotations.NullMarked;
