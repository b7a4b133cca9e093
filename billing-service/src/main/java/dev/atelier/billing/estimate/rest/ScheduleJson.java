package dev.atelier.billing.estimate.rest;

import dev.atelier.billing.estimate.ScheduleDraft;
import dev.atelier.billing.estimate.TimeDraft;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Usage that comes again every week, by the clock of a time zone: with its daylight saving. */
@RegisterForReflection
@Schema(name = "WeeklySchedule")
record ScheduleJson(
        @Schema(
                description =
                        "Days and times, like 'Mon-Fri 09:00-18:00', 'Sat,Sun 10:00-12:30' or 'Daily 22:00-06:00'. Windows "
                                + "that overlap count once; one whose end is not after its start ends on the next day.",
                required = true,
                examples = "[\"Mon-Fri 09:00-18:00\"]")
        @Nullable
        List<String> windows,

        @Schema(description = "UTC unless said.", examples = "Europe/Berlin") @Nullable
        String timeZone,

        @Schema(description = "The first day; today unless said.", examples = "2026-03-01") @Nullable
        String from,

        @Schema(
                description =
                        "The day after the last one, at most 366 days later; a month after the first unless said.",
                examples = "2026-04-01")
        @Nullable
        String until) {
    private ScheduleDraft draft() {
        return new ScheduleDraft(
                windows == null
                        ? List.of()
                        : windows.stream().map(ScheduleJson::text).toList(),
                text(timeZone),
                text(from),
                text(until));
    }

    static TimeDraft time(@Nullable Duration duration, @Nullable ScheduleJson schedule) {
        return new TimeDraft(duration, schedule == null ? null : schedule.draft());
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}
