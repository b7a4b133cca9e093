package dev.atelier.studio.terminal;

import org.jspecify.annotations.Nullable;

/**
 * A terminal as callers see it.
 *
 * @param memoryBytes resident memory of its shell and all that it started; null when not known
 */
public record TerminalView(Terminal terminal, @Nullable Long memoryBytes) {}
