package dev.atelier.studio.engine;

/** What an engine says of an app. */
public sealed interface AppObservation {
    /** It is on its way. */
    record Starting() implements AppObservation {}

    /** It answers. */
    record Ready() implements AppObservation {}

    /** It ended, or a direct look-up found that it was never there. The reason is fit for people. */
    record Gone(String reason) implements AppObservation {}

    /** The engine could not tell. Nothing follows from that. */
    record Unknown(String reason) implements AppObservation {}
}
