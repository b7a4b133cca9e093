package dev.atelier.studio.tenancy;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.studio.settings.CustomImage;
import dev.atelier.studio.settings.Quotas;
import dev.atelier.studio.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with the fields of a request, so that one answer names everything. */
public final class Names {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}");
    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/?[a-zA-Z0-9+=,.@_/-]+");
    private static final int MAX_NAME = 63;
    private static final int MAX_ROLE = 2048;
    private static final int MAX_TAGS = 50;
    private static final int MAX_TAG_KEY = 128;
    private static final int MAX_TAG_VALUE = 256;
    private static final int MAX_CUSTOM_IMAGES = 200;
    private static final int MAX_QUOTA = 1_000_000;
    private static final Duration MIN_IDLE = Duration.ofSeconds(1);
    private static final Duration MAX_IDLE = Duration.ofDays(365);

    private final List<FieldViolation> violations = new ArrayList<>();

    /** A name as SageMaker takes it: letters, digits and inner hyphens, 63 characters at most. */
    public Names name(String field, String value) {
        if (value.length() > MAX_NAME || !NAME.matcher(value).matches()) {
            add(field, "must be 1 to 63 letters, digits or inner hyphens and start with a letter or digit");
        }
        return this;
    }

    /** The ARN of an IAM role, or nothing. */
    public Names role(String field, String value) {
        if (!value.isEmpty()
                && (value.length() > MAX_ROLE || !ROLE.matcher(value).matches())) {
            add(field, "must be the ARN of an IAM role, like arn:aws:iam::111122223333:role/StudioUser");
        }
        return this;
    }

    /** A short text, maybe empty. */
    public Names label(String field, String value) {
        if (value.length() > MAX_TAG_VALUE) {
            add(field, "must be at most " + MAX_TAG_VALUE + " characters");
        }
        return this;
    }

    /** Tags: 50 at most, keys of 1 to 128 and values of up to 256 characters. */
    public Names tags(String field, Map<String, String> tags) {
        if (tags.size() > MAX_TAGS) {
            add(field, "must be at most " + MAX_TAGS);
        }
        tags.forEach((key, value) -> {
            if (key.isBlank() || key.length() > MAX_TAG_KEY || value.length() > MAX_TAG_VALUE) {
                add(field, "a key has 1 to 128 characters and a value up to 256");
            }
        });
        return this;
    }

    /** Settings: durations of zero or at least a second, quotas that can be counted. */
    public Names settings(String field, Settings settings) {
        timeout(field + ".idleTimeout", settings.idleTimeout());
        settings.timeouts().forEach((type, timeout) -> timeout(field + ".idleTimeoutByInstanceType." + type, timeout));
        refuse(settings.ownImages().size() > MAX_CUSTOM_IMAGES, field + ".customImages", "must be at most 200");
        refuse(
                settings.ownImages().stream()
                                .map(CustomImage::imageName)
                                .distinct()
                                .count()
                        < settings.ownImages().size(),
                field + ".customImages",
                "names an image twice");
        return quotas(field + ".quotas", settings.limits());
    }

    /** Quotas: 0 to 1,000,000 of a thing. */
    public Names quotas(String field, Quotas quotas) {
        count(field + ".apps", quotas.apps());
        count(field + ".instances", quotas.instances());
        quotas.byType().forEach((type, count) -> count(field + ".instancesByType." + type, count));
        count(field + ".kernels", quotas.kernels());
        if (quotas.homeSizeBytes() != null && quotas.homeSizeBytes() < 0) {
            add(field + ".homeSizeBytes", "must not be negative");
        }
        return this;
    }

    private void timeout(String field, @Nullable Duration timeout) {
        if (timeout != null
                && !timeout.isZero()
                && (timeout.compareTo(MIN_IDLE) < 0 || timeout.compareTo(MAX_IDLE) > 0)) {
            add(field, "must be PT0S, which is never, or between a second and 365 days");
        }
    }

    private void count(String field, @Nullable Integer count) {
        if (count != null && (count < 0 || count > MAX_QUOTA)) {
            add(field, "must be between 0 and " + MAX_QUOTA);
        }
    }

    /** What is wrong for a reason that only the caller knows. */
    public Names refuse(boolean wrong, String field, String message) {
        if (wrong) {
            add(field, message);
        }
        return this;
    }

    /** Refuses the request if anything was wrong. */
    public void check() {
        if (!violations.isEmpty()) {
            throw AtelierException.invalid(violations);
        }
    }

    private void add(String field, String message) {
        FieldViolation violation = new FieldViolation(field, message);
        if (!violations.contains(violation)) {
            violations.add(violation);
        }
    }
}
