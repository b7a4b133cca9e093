package dev.atelier.billing.report.rest;

import dev.atelier.billing.report.CostFilter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;

/** The query parameters that narrow usage. */
@RegisterForReflection
record UsageFilterParams(
        @QueryParam("domainId") @DefaultValue("") String domainId,
        @QueryParam("userProfileName") @DefaultValue("") String userProfileName,
        @QueryParam("team") @DefaultValue("") String team,
        @QueryParam("project") @DefaultValue("") String project,
        @QueryParam("instanceType") @DefaultValue("") String instanceType,
        @QueryParam("component") @DefaultValue("") String component,
        @QueryParam("jobName") @DefaultValue("") String jobName,
        @QueryParam("endpointName") @DefaultValue("") String endpointName,
        @QueryParam("resourceId") @DefaultValue("") String resourceId) {
    CostFilter filter() {
        return new CostFilter(
                domainId, userProfileName, team, project, instanceType, component, jobName, endpointName, resourceId);
    }
}
