package dev.atelier.platform.process;

import java.io.OutputStream;

/**
 * A process that was started and waits.
 *
 * @param input its standard input; to be closed once it was told what to do
 */
public record WaitingProcess(ProcessIdentity identity, OutputStream input) {}
