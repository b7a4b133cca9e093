package dev.atelier.studio.engine;

/** What an engine says of an instance. */
public sealed interface InstanceObservation {
    /** It is on its way. */
    record Starting() implements InstanceObservation {}

    /** Apps can be put on it. */
    record Running() implements InstanceObservation {}

    /** A direct look-up found that it is not there. */
    record Gone(String reason) implements InstanceObservation {}

    /** The engine could not tell. Nothing follows from that. */
    record Unknown(String reason) implements InstanceObservation {}
}
