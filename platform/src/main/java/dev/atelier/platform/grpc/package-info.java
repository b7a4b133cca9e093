/** What every gRPC service needs from its transport. */
@NullMarked
package dev.atelier.platform.grpc;

import org.jspecify.annotations.NullMarked;
