package dev.atelier.billing.estimate.grpc;

import com.google.protobuf.Duration;
import dev.atelier.billing.estimate.ScheduleDraft;
import dev.atelier.billing.estimate.TimeDraft;
import dev.atelier.billing.v1.WeeklySchedule;
import dev.atelier.platform.time.RequestTimes;
import org.jspecify.annotations.Nullable;

/** Planned usage as messages. */
public final class EstimateProtos {
    private EstimateProtos() {}

    /** How long planned usage takes; null where nothing was given. */
    public static TimeDraft time(@Nullable Duration duration, @Nullable WeeklySchedule schedule) {
        return new TimeDraft(
                duration == null ? null : RequestTimes.duration("duration", duration),
                schedule == null
                        ? null
                        : new ScheduleDraft(
                                schedule.getWindowsList(),
                                schedule.getTimeZone(),
                                schedule.getFrom(),
                                schedule.getUntil()));
    }
}
