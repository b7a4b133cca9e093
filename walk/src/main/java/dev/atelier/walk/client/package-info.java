/** What a client of Atelier needs: REST, gRPC, and the Jupyter WebSocket, on the JDK's HTTP client and grpc-java. */
@NullMarked
package dev.atelier.walk.client;

import org.jspecify.annotations.NullMarked;
