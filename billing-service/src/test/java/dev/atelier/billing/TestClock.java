package dev.atelier.billing;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The system's clock, unless a test stops it. */
@Alternative
@Priority(1)
@Singleton
public class TestClock extends Clock {
    private volatile @Nullable Instant stoppedAt;

    /** Stops at a time; null lets it run again. */
    public void stop(@Nullable Instant at) {
        stoppedAt = at;
    }

    @Override
    public Instant instant() {
        return Objects.requireNonNullElseGet(stoppedAt, Instant::now);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
