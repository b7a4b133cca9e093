package dev.atelier.studio.image;

/** A kernel that an image offers: {@code python3}, shown as {@code Python 3}. */
public record KernelSpec(String name, String displayName) {}
