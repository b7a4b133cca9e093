package dev.atelier.billing.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What costs can be grouped by. */
public enum Grouping implements GroupBy {
    /** User profile names are unique within their domain only, so this groups by domain, too. */
    USER("a.user_profile_name"),
    TEAM("a.team"),
    PROJECT("a.project"),
    DOMAIN("a.domain_id"),
    INSTANCE_TYPE("a.instance_type"),
    COMPONENT("a.component"),
    REGION("a.region"),
    RESOURCE("u.resource"),
    /**
     * A partition of each resource's cost among the apps that computed or, while none is known to, among those that were there;
     * "" while none was.
     */
    APP("u.member_id"),
    JOB("a.job_name"),
    ENDPOINT("a.endpoint_name"),
    SPACE("a.space_name");

    /** All codes, for a message. */
    public static final String CODES =
            Arrays.stream(values()).map(Grouping::code).collect(Collectors.joining(", "));

    private final String expression;

    Grouping(String expression) {
        this.expression = expression;
    }

    /** The name in REST and in the keys of a row's group, for example {@code instance-type}. */
    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public boolean ofPools() {
        return switch (this) {
            case TEAM, PROJECT, DOMAIN, INSTANCE_TYPE, COMPONENT, REGION, APP -> true;
            case USER, RESOURCE, JOB, ENDPOINT, SPACE -> false;
        };
    }

    @Override
    public boolean ofTeams() {
        return switch (this) {
            case TEAM, DOMAIN, INSTANCE_TYPE, COMPONENT, REGION -> true;
            case USER, PROJECT, RESOURCE, APP, JOB, ENDPOINT, SPACE -> false;
        };
    }

    public static Optional<Grouping> find(String code) {
        return Arrays.stream(values())
                .filter(grouping -> grouping.code().equals(code))
                .findFirst();
    }

    /** The SQL of its value, over an account {@code a} and its usage {@code u}. */
    String expression() {
        return expression;
    }
}
