package dev.atelier.autopilot.service.monitor;

import dev.atelier.api.identity.Caller;
import dev.atelier.autopilot.service.support.Looks;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** What happens to a monitor, as a stream that ends when the monitor is deleted. */
@ApplicationScoped
public class MonitorWatch {
    private static final int BATCH = 200;

    private final MonitorService monitors;
    private final MonitorEvents events;
    private final Schedules schedules;

    MonitorWatch(MonitorService monitors, MonitorEvents events, Schedules schedules) {
        this.monitors = monitors;
        this.events = events;
        this.schedules = schedules;
    }

    /**
     * The events after a number, those that there were and those that come.
     *
     * @throws dev.atelier.api.error.AtelierException RESOURCE_NOT_FOUND, at once
     */
    public Multi<MonitorEvent> events(Caller caller, String name, long after) {
        String id = monitors.get(caller, name).id();
        AtomicLong last = new AtomicLong(after);
        AtomicBoolean ended = new AtomicBoolean();
        return Looks.at(() -> QuarkusTransaction.requiringNew().call(() -> look(id, last, ended)), ended);
    }

    private List<MonitorEvent> look(String id, AtomicLong last, AtomicBoolean ended) {
        ended.set(!schedules.exists(id));
        List<MonitorEvent> found = new ArrayList<>();
        List<MonitorEvent> batch = events.after(id, last.get(), BATCH);
        while (!batch.isEmpty()) {
            found.addAll(batch);
            last.set(batch.getLast().id());
            batch = events.after(id, last.get(), BATCH);
        }
        return found;
    }
}
