package dev.atelier.billing.report;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.identity.Role;
import dev.atelier.billing.meter.Owner;
import dev.atelier.billing.price.Component;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Narrows usage; empty matches all. */
public record CostFilter(
        String domainId,
        String userProfileName,
        String team,
        String project,
        String instanceType,
        String component,
        String jobName,
        String endpointName,
        String resourceId,
        String region,
        String spaceName,
        SortedMap<String, String> tags) {
    public CostFilter {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        if (!component.isEmpty() && Component.find(component).isEmpty()) {
            throw AtelierException.invalid("component", "must be one of " + Component.CODES);
        }
    }

    public CostFilter(
            String domainId,
            String userProfileName,
            String team,
            String project,
            String instanceType,
            String component,
            String jobName,
            String endpointName,
            String resourceId) {
        this(
                domainId,
                userProfileName,
                team,
                project,
                instanceType,
                component,
                jobName,
                endpointName,
                resourceId,
                "",
                "",
                new TreeMap<>());
    }

    public static final CostFilter ALL = new CostFilter("", "", "", "", "", "", "", "", "");

    /**
     * What of it the caller may see: a member, or a service that acts for one, only the own user profile.
     *
     * @throws AtelierException {@code PERMISSION_DENIED} when it names another profile
     */
    CostFilter visibleTo(Caller caller) {
        if (caller.unlimited() || caller.role() == Role.VIEWER) {
            return this;
        }
        String domain = Objects.requireNonNull(caller.domainId());
        String user = Objects.requireNonNull(caller.userProfileName());
        caller.requireProfileRead(
                domainId.isEmpty() ? domain : domainId, userProfileName.isEmpty() ? user : userProfileName);
        return new CostFilter(
                domain,
                user,
                team,
                project,
                instanceType,
                component,
                jobName,
                endpointName,
                resourceId,
                region,
                spaceName,
                tags);
    }

    /** Whether it asks for no single user, space, job, endpoint or resource. */
    boolean ofPools() {
        return (userProfileName + spaceName + jobName + endpointName + resourceId).isEmpty();
    }

    /** Whether it asks for no project and no tag either. */
    boolean ofTeams() {
        return ofPools() && project.isEmpty() && tags.isEmpty();
    }

    /** The same, and with these tags instead. */
    public CostFilter withTags(Map<String, String> others) {
        return new CostFilter(
                domainId,
                userProfileName,
                team,
                project,
                instanceType,
                component,
                jobName,
                endpointName,
                resourceId,
                region,
                spaceName,
                new TreeMap<>(others));
    }

    /** Whether it lets a meter through. */
    boolean admits(Meter meter) {
        Owner owner = meter.owner();
        return admits(domainId, owner.domainId())
                && admits(userProfileName, owner.userProfileName())
                && admits(spaceName, owner.spaceName())
                && admits(team, owner.team())
                && admits(project, owner.project())
                && admits(instanceType, meter.usage().instanceType())
                && admits(component, meter.component().code())
                && admits(region, meter.usage().region())
                && admits(jobName, meter.usage().jobName())
                && admits(endpointName, meter.usage().endpointName())
                && admits(resourceId, meter.resourceId())
                && owner.tags().entrySet().containsAll(tags.entrySet());
    }

    private static boolean admits(String wanted, String value) {
        return wanted.isEmpty() || wanted.equals(value);
    }

    /** The conditions on an account {@code a}, each with AND before it; the resource is none of them. */
    SqlText onAccounts() {
        SqlText sql = new SqlText();
        equal(sql, "a.domain_id", domainId);
        equal(sql, "a.user_profile_name", userProfileName);
        equal(sql, "a.space_name", spaceName);
        equal(sql, "a.team", team);
        equal(sql, "a.project", project);
        equal(sql, "a.instance_type", instanceType);
        equal(sql, "a.component", component);
        equal(sql, "a.region", region);
        equal(sql, "a.job_name", jobName);
        equal(sql, "a.endpoint_name", endpointName);
        tags.forEach((key, value) -> sql.add("AND a.tags ->> ? = ?", key, value));
        return sql;
    }

    /** The conditions on an interval {@code i} of an account {@code a}, each with AND before it. */
    SqlText onIntervals() {
        SqlText sql = onAccounts();
        if (!resourceId.isEmpty()) {
            sql.add("AND i.resource_number = (SELECT number FROM billed_resource WHERE resource_id = ?)", resourceId);
        }
        return sql;
    }

    private static void equal(SqlText sql, String column, String value) {
        if (!value.isEmpty()) {
            sql.add("AND " + column + " = ?", value);
        }
    }
}
