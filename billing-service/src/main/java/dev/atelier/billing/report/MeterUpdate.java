package dev.atelier.billing.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What all who watch the same are told. */
public final class MeterUpdate {
    private final Instant time;
    private final boolean complete;
    private final List<Meter> meters;
    private final List<String> ended;
    private final int running;
    private final List<MeterTotal> totals;
    private final Map<Class<?>, Object> forms = new ConcurrentHashMap<>();

    MeterUpdate(
            Instant time,
            boolean complete,
            List<Meter> meters,
            List<String> ended,
            int running,
            List<MeterTotal> totals) {
        this.time = time;
        this.complete = complete;
        this.meters = List.copyOf(meters);
        this.ended = List.copyOf(ended);
        this.running = running;
        this.totals = List.copyOf(totals);
    }

    public Instant time() {
        return time;
    }

    /**
     * Whether the meters are all that run; else they are those that began, or are other than they were but for the cost that
     * time adds.
     */
    public boolean complete() {
        return complete;
    }

    public List<Meter> meters() {
        return meters;
    }

    /** The resources that do not run any more; none when it is complete. */
    public List<String> ended() {
        return ended;
    }

    /** How many run, changed or not. */
    public int running() {
        return running;
    }

    /** Of all that run, by currency. */
    public List<MeterTotal> totals() {
        return totals;
    }

    /** It in the form in which it is sent, which is made once for all who get it. */
    public <T> T as(Class<T> form, Function<? super MeterUpdate, ? extends T> make) {
        return form.cast(forms.computeIfAbsent(form, _ -> make.apply(this)));
    }

    /** Whether it tells more than totals. */
    boolean tellsSomething() {
        return complete || !meters.isEmpty() || !ended.isEmpty();
    }
}
