/** Data sets over gRPC. */
@NullMarked
package dev.atelier.autopilot.service.dataset.grpc;

import org.jspecify.annotations.NullMarked;
