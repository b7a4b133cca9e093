package dev.atelier.studio.terminal;

/**
 * A terminal to open.
 *
 * @param name letters, digits and underscores; "" for the next number. One that is open is taken as it is
 * @param cwd where its shell begins, relative to the home directory; "" for the home directory itself
 */
public record NewTerminal(String name, String cwd) {}
