package dev.atelier.studio.image;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A kernel that an image offers: {@code python3}, shown as {@code Python 3}. */
@RegisterForReflection
public record KernelSpec(String name, String displayName) {}
