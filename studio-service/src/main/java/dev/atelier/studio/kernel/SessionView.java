package dev.atelier.studio.kernel;

/** A session with its kernel. */
public record SessionView(KernelSession session, KernelView kernel) {}
