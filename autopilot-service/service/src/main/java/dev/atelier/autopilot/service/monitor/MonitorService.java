package dev.atelier.autopilot.service.monitor;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.usage.Listing;
import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.autopilot.service.usage.Owners;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be done with monitors, but making one, which is {@link MonitorCreation}, and running it, which is {@link MonitorRuns}. */
@ApplicationScoped
public class MonitorService {
    static final String KIND = "monitoring schedule";

    private final Schedules schedules;
    private final MonitorFiles files;
    private final Owners owners;
    private final MonitorReconciler reconciler;
    private final MonitorEvents events;
    private final Clock clock;

    MonitorService(
            Schedules schedules,
            MonitorFiles files,
            Owners owners,
            MonitorReconciler reconciler,
            MonitorEvents events,
            Clock clock) {
        this.schedules = schedules;
        this.files = files;
        this.owners = owners;
        this.reconciler = reconciler;
        this.events = events;
        this.clock = clock;
    }

    /** The monitor, when the caller may see it. */
    public Schedule get(Caller caller, String name) {
        return QuarkusTransaction.requiringNew()
                .call(() -> schedules.named(name).map(ScheduleEntity::toSchedule))
                .filter(schedule -> caller.sees(
                        schedule.owner().domainId(), schedule.owner().userProfileName()))
                .orElseThrow(() -> AtelierException.notFound(KIND, name));
    }

    /** The monitors of a profile or, for those who see everything, of all; the newest first. */
    public Page<Schedule> list(
            Caller caller, @Nullable String domainId, @Nullable String userProfileName, PageRequest page) {
        Owners.Scope scope = owners.scope(caller, domainId, userProfileName);
        List<Schedule> found = QuarkusTransaction.requiringNew()
                .call(() -> schedules.page(scope, page).stream()
                        .map(ScheduleEntity::toSchedule)
                        .toList());
        return Page.of(found, page, Schedule::id);
    }

    /** Monitors that the caller may see. */
    public Page<Schedule> list(Caller caller, Listing listing, MonitorFilter filter, PageRequest page) {
        Owners.Scope scope = owners.scope(caller, null, null);
        List<Schedule> found = QuarkusTransaction.requiringNew()
                .call(() -> schedules.page(scope, listing, filter, page).stream()
                        .map(ScheduleEntity::toSchedule)
                        .toList());
        return Page.of(
                found,
                page,
                schedule -> listing.token(new Listing.Place(
                        schedule.id(), schedule.name(), schedule.status(), schedule.lastModifiedTime())));
    }

    /** Lets it run at its times again. */
    public Schedule start(Caller caller, String name) {
        Schedule schedule = owned(caller, name);
        Instant now = now();
        QuarkusTransaction.requiringNew()
                .run(() -> schedules.lock(schedule.id()).ifPresent(row -> {
                    move(row, ScheduleEntity.SCHEDULED);
                    row.nextRun = row.expression == null
                            ? null
                            : Cron.of(row.expression, now).after(now).orElse(null);
                    row.lastModifiedTime = now;
                }));
        return get(caller, name);
    }

    /** Keeps it from running at its times; a run under way goes on, and on demand it still runs. */
    public Schedule stop(Caller caller, String name) {
        Schedule schedule = owned(caller, name);
        QuarkusTransaction.requiringNew()
                .run(() -> schedules.lock(schedule.id()).ifPresent(row -> {
                    move(row, ScheduleEntity.STOPPED);
                    row.nextRun = null;
                    row.lastModifiedTime = now();
                }));
        return get(caller, name);
    }

    private void move(ScheduleEntity row, String status) {
        if (!row.status.equals(status)) {
            row.status = status;
            events.add(row.id, MonitorEvent.Type.SCHEDULE, MonitorEvent.Payload.ofSchedule(status));
        }
    }

    /** Removes a monitor with its runs; a worker is ended. Removing what is not there, or is another's, does nothing. */
    public void delete(Caller caller, String name) {
        Optional<Schedule> found = QuarkusTransaction.requiringNew()
                .call(() -> schedules.named(name).map(ScheduleEntity::toSchedule))
                .filter(schedule -> caller.sees(
                        schedule.owner().domainId(), schedule.owner().userProfileName()));
        if (found.isEmpty()) {
            return;
        }
        Schedule schedule = owned(caller, name);
        while (!QuarkusTransaction.requiringNew().call(() -> remove(schedule.id()))) {
            // a run began meanwhile
        }
        files.delete(schedule.id());
    }

    /** Runs are taken before their schedule, as the reconciler does; false when another run was begun in between. */
    private boolean remove(String scheduleId) {
        reconciler.end(scheduleId);
        return schedules
                .lock(scheduleId)
                .map(row -> {
                    boolean idle = schedules.open(row) == 0;
                    if (idle) {
                        schedules.remove(scheduleId);
                    }
                    return idle;
                })
                .orElse(true);
    }

    /** The monitor, when the caller may also change it. */
    Schedule owned(Caller caller, String name) {
        Schedule schedule = get(caller, name);
        Owner owner = schedule.owner();
        caller.requireProfile(owner.domainId(), owner.userProfileName());
        return schedule;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
