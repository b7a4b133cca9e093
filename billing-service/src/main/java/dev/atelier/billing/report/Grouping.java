package dev.atelier.billing.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What costs can be grouped by. */
public enum Grouping {
    /** User profile names are unique within their domain only, so this groups by domain, too. */
    USER("i.user_profile_name"),
    TEAM("i.team"),
    PROJECT("i.project"),
    DOMAIN("i.domain_id"),
    INSTANCE_TYPE("i.instance_type"),
    COMPONENT("i.component"),
    REGION("i.region"),
    RESOURCE("i.resource_id"),
    /** A partition of each resource's cost among the apps that were present; "" while none was. */
    APP("coalesce(s.member_id, '')"),
    JOB("i.job_name"),
    ENDPOINT("i.endpoint_name");

    /** All codes, for a message. */
    public static final String CODES =
            Arrays.stream(values()).map(Grouping::code).collect(Collectors.joining(", "));

    private final String expression;

    Grouping(String expression) {
        this.expression = expression;
    }

    /** The name in REST and in the keys of a row's group, for example {@code instance-type}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Grouping> find(String code) {
        return Arrays.stream(values())
                .filter(grouping -> grouping.code().equals(code))
                .findFirst();
    }

    /** The SQL of its value, over an interval {@code i} and its share {@code s}. */
    String expression() {
        return expression;
    }

    /** The groupings without repetition, with the domain added where there are users. */
    static List<Grouping> complete(List<Grouping> groupings) {
        List<Grouping> distinct = groupings.stream().distinct().toList();
        if (!distinct.contains(USER) || distinct.contains(DOMAIN)) {
            return distinct;
        }
        return java.util.stream.Stream.concat(distinct.stream(), java.util.stream.Stream.of(DOMAIN))
                .toList();
    }
}
