package dev.atelier.studio.engine;

/** From when an engine's instances cost money. */
public enum ChargeFrom {
    /** From when it was asked for. */
    CREATED,
    /** From when it runs. */
    RUNNING
}
