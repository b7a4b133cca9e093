/** Monitors over gRPC. */
@NullMarked
package dev.atelier.autopilot.service.monitor.grpc;

import org.jspecify.annotations.NullMarked;
