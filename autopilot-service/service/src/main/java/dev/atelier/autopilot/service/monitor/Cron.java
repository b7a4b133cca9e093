package dev.atelier.autopilot.service.monitor;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.atelier.api.error.AtelierException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/** A schedule in AWS's form, {@code cron(minutes hours day-of-month month day-of-week year)}, in UTC. */
final class Cron {
    private static final int MAX_LENGTH = 200;
    /** Monitors bill for each run. */
    private static final Duration SHORTEST = Duration.ofMinutes(5);

    private static final int SAMPLE = 50;
    private static final int SUNDAY_FIRST_MONDAY = 2;

    private static final CronDefinition AWS = CronDefinitionBuilder.defineCron()
            .withMinutes()
            .and()
            .withHours()
            .and()
            .withDayOfMonth()
            .supportsL()
            .supportsW()
            .supportsQuestionMark()
            .and()
            .withMonth()
            .and()
            .withDayOfWeek()
            .withValidRange(1, 7)
            .withMondayDoWValue(SUNDAY_FIRST_MONDAY)
            .supportsHash()
            .supportsL()
            .supportsQuestionMark()
            .and()
            .withYear()
            .optional()
            .and()
            .instance();

    private final ExecutionTime times;

    private Cron(ExecutionTime times) {
        this.times = times;
    }

    /**
     * Reads a new one.
     *
     * @throws AtelierException VALIDATION when it is none, has no time left, or runs more often than every five minutes
     */
    static Cron of(String expression, Instant now) {
        Cron cron = of(expression);
        cron.checkDistance(now);
        return cron;
    }

    /**
     * Reads one, which may have come to its end since it was made.
     *
     * @throws AtelierException VALIDATION when it is none
     */
    static Cron of(String expression) {
        String text = expression.strip();
        if (text.length() > MAX_LENGTH || !text.startsWith("cron(") || !text.endsWith(")")) {
            throw AtelierException.invalid("scheduleExpression", "must be like cron(0 * ? * * *), in UTC");
        }
        try {
            return new Cron(ExecutionTime.forCron(new CronParser(AWS)
                    .parse(text.substring("cron(".length(), text.length() - 1)
                            .replace("[", "")
                            .replace("]", ""))));
        } catch (IllegalArgumentException e) {
            throw AtelierException.invalid(
                    "scheduleExpression",
                    "is not minutes, hours, day of month, month, day of week, year: " + e.getMessage());
        }
    }

    /** The next time after a time; empty when there is none any more. */
    Optional<Instant> after(Instant time) {
        return times.nextExecution(ZonedDateTime.ofInstant(time, ZoneOffset.UTC))
                .map(ZonedDateTime::toInstant);
    }

    private void checkDistance(Instant now) {
        Optional<Instant> next = after(now);
        if (next.isEmpty()) {
            throw AtelierException.invalid("scheduleExpression", "lies wholly in the past");
        }
        for (int i = 0; i < SAMPLE && next.isPresent(); i++) {
            Optional<Instant> later = after(next.get());
            if (later.isPresent() && Duration.between(next.get(), later.get()).compareTo(SHORTEST) < 0) {
                throw AtelierException.invalid("scheduleExpression", "must leave at least five minutes between runs");
            }
            next = later;
        }
    }
}
