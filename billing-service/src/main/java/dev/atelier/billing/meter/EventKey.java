package dev.atelier.billing.meter;

/** What an event is known by: unique within its source. */
public record EventKey(String source, String id) implements Comparable<EventKey> {
    @Override
    public int compareTo(EventKey other) {
        int order = source.compareTo(other.source);
        return order != 0 ? order : id.compareTo(other.id);
    }
}
