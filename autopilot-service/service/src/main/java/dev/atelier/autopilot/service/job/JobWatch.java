package dev.atelier.autopilot.service.job;

import dev.atelier.api.identity.Caller;
import dev.atelier.autopilot.service.support.Looks;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What happens to a job, as a stream that ends with the job. It reads the database, so any replica can serve it; a slow reader
 * misses looks, never events.
 */
@ApplicationScoped
public class JobWatch {
    private static final int BATCH = 200;

    private final JobService jobs;

    JobWatch(JobService jobs) {
        this.jobs = jobs;
    }

    /**
     * The events after a number, those that there were and those that come.
     *
     * @throws dev.atelier.api.error.AtelierException RESOURCE_NOT_FOUND, at once
     */
    public Multi<JobEvent> events(Caller caller, String name, long after) {
        AutoMLJob job = jobs.visible(caller, name);
        AtomicLong last = new AtomicLong(after);
        AtomicBoolean ended = new AtomicBoolean();
        return Looks.at(
                () -> {
                    List<JobEvent> found = new ArrayList<>();
                    boolean over = jobs.visible(caller, name).lifecycle() instanceof JobLifecycle.Ended;
                    List<JobEvent> batch = jobs.events(job, last.get(), BATCH);
                    while (!batch.isEmpty()) {
                        found.addAll(batch);
                        last.set(batch.getLast().id());
                        batch = jobs.events(job, last.get(), BATCH);
                    }
                    ended.set(over);
                    return found;
                },
                ended);
    }

    /** The job now, and again whenever it has changed, until it has ended. */
    public Multi<JobView> states(Caller caller, String name) {
        jobs.visible(caller, name);
        AtomicLong last = new AtomicLong(-1);
        AtomicBoolean ended = new AtomicBoolean();
        return Looks.at(
                () -> {
                    JobView view = jobs.get(caller, name);
                    ended.set(view.job().lifecycle() instanceof JobLifecycle.Ended);
                    return last.getAndSet(view.job().lastEvent()) == view.job().lastEvent()
                            ? List.<JobView>of()
                            : List.of(view);
                },
                ended);
    }
}
