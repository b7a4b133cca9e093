package dev.atelier.studio.engine;

/** What an engine says of the script that runs before an app starts. */
public sealed interface ScriptObservation {
    /** It runs. */
    record Running() implements ScriptObservation {}

    /** It came to its end. */
    record Ended(int exitCode) implements ScriptObservation {}

    /** It cannot be run, or was ended from outside. The reason is fit for people. */
    record Gone(String reason) implements ScriptObservation {}
}
