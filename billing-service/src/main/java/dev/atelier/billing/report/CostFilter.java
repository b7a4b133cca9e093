package dev.atelier.billing.report;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.identity.Role;
import dev.atelier.billing.price.Component;
import java.util.Objects;

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
        String resourceId) {
    public CostFilter {
        if (!component.isEmpty() && Component.find(component).isEmpty()) {
            throw AtelierException.invalid("component", "must be one of " + Component.CODES);
        }
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
        return new CostFilter(domain, user, team, project, instanceType, component, jobName, endpointName, resourceId);
    }
}
