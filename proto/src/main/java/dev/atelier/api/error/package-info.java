/** The one catalogue of errors and its renderings: REST (RFC 9457), gRPC (google.rpc.Status) and AWS JSON. */
@NullMarked
package dev.atelier.api.error;

import org.jspecify.annotations.NullMarked;
