/** Errors of the catalogue on the wire: JAX-RS and gRPC, with the trace id under which the log knows the request. */
@NullMarked
package dev.atelier.platform.error;

import org.jspecify.annotations.NullMarked;
