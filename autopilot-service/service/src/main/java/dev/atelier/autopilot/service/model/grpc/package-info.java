/** Models and configurations of endpoints over gRPC. */
@NullMarked
package dev.atelier.autopilot.service.model.grpc;

import org.jspecify.annotations.NullMarked;
