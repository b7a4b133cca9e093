package dev.atelier.studio.app;

/** An app by its id, unique for ever, and by its name, unique among the live apps of its owner and type. */
public record AppRef(String appId, String appName) {}
