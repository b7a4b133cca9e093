package dev.atelier.studio.terminal;

import java.time.Instant;

/**
 * A terminal that is open.
 *
 * @param lastActivity when something was last typed or shown in it
 * @param connections clients that are connected through this service
 */
public record Terminal(String name, Instant lastActivity, int connections) {}
