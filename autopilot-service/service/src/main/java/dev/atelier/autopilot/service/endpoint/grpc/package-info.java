/** Endpoints over gRPC. */
@NullMarked
package dev.atelier.autopilot.service.endpoint.grpc;

import org.jspecify.annotations.NullMarked;
