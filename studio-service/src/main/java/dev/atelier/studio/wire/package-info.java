/** What the adapters of REST and gRPC share: times and texts as they are on the wire. */
@NullMarked
package dev.atelier.studio.wire;

import org.jspecify.annotations.NullMarked;
