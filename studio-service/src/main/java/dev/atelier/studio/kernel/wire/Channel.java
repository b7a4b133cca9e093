package dev.atelier.studio.kernel.wire;

import java.util.Arrays;
import java.util.Optional;

/** The channels of a kernel that a WebSocket multiplexes. */
public enum Channel {
    /** Requests in order, and their replies. */
    SHELL("shell"),
    /** Requests that overtake the shell's. */
    CONTROL("control"),
    /** Questions of the kernel to the one who asked it to execute. */
    STDIN("stdin"),
    /** What the kernel publishes to everybody. */
    IOPUB("iopub");

    private final String wireName;

    Channel(String wireName) {
        this.wireName = wireName;
    }

    /** The name on the wire. */
    public String wireName() {
        return wireName;
    }

    /** The channel with this wire name. */
    public static Optional<Channel> ofWireName(String wireName) {
        return Arrays.stream(values())
                .filter(channel -> channel.wireName.equals(wireName))
                .findFirst();
    }
}
