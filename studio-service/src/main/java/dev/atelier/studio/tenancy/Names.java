package dev.atelier.studio.tenancy;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Collects what is wrong with the fields of a request, so that one answer names everything. */
public final class Names {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}");
    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/?[a-zA-Z0-9+=,.@_/-]+");
    private static final int MAX_NAME = 63;
    private static final int MAX_ROLE = 2048;
    private static final int MAX_TAGS = 50;
    private static final int MAX_TAG_KEY = 128;
    private static final int MAX_TAG_VALUE = 256;

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
