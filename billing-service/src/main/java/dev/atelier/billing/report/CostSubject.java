package dev.atelier.billing.report;

/** A single thing that costs something. */
public sealed interface CostSubject {
    /** Whether every part of it is given; an empty name would be that of everything without one. */
    default boolean complete() {
        return switch (this) {
            case Resource(String resourceId) -> !resourceId.isEmpty();
            case App(String resourceId, String appId) -> !resourceId.isEmpty() && !appId.isEmpty();
            case Job(String domainId, String user, String name) -> given(domainId, user, name);
            case Endpoint(String domainId, String user, String name) -> given(domainId, user, name);
        };
    }

    private static boolean given(String domainId, String user, String name) {
        return !domainId.isEmpty() && !user.isEmpty() && !name.isEmpty();
    }

    /** For example an instance. */
    record Resource(String resourceId) implements CostSubject {}

    /** A part of the cost of a shared resource. */
    record App(String resourceId, String appId) implements CostSubject {}

    /** All that ran for an AutoML job; its name belongs to its user profile. */
    record Job(String domainId, String userProfileName, String jobName) implements CostSubject {}

    /** All that ran for an endpoint; its name belongs to its user profile. */
    record Endpoint(String domainId, String userProfileName, String endpointName) implements CostSubject {}
}
