/**
 * The kernel hub: one connection to the kernel, any number of clients. Pure: it is built with {@code new}, runs on one thread, and
 * knows sockets only as {@link dev.atelier.studio.kernel.hub.Peer} and {@link dev.atelier.studio.kernel.hub.Upstream}.
 */
@NullMarked
package dev.atelier.studio.kernel.hub;

import org.jspecify.annotations.NullMarked;
