/** Batch transforms over gRPC. */
@NullMarked
package dev.atelier.autopilot.service.transform.grpc;

import org.jspecify.annotations.NullMarked;
