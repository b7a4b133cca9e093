/** The Jupyter kernel protocol as it travels in WebSocket frames: messages, and the three forms of a frame. */
@NullMarked
package dev.atelier.studio.kernel.wire;

import org.jspecify.annotations.NullMarked;
