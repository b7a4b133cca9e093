/** Artefacts of jobs over gRPC. */
@NullMarked
package dev.atelier.autopilot.service.notebook.grpc;

import org.jspecify.annotations.NullMarked;
