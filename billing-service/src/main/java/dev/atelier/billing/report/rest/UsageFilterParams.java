package dev.atelier.billing.report.rest;

import dev.atelier.api.error.AtelierException;
import dev.atelier.billing.report.CostFilter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The query parameters that narrow usage. */
@RegisterForReflection
public record UsageFilterParams(
        @QueryParam("domainId") @DefaultValue("") String domainId,
        @QueryParam("userProfileName") @DefaultValue("") String userProfileName,
        @QueryParam("team") @DefaultValue("") String team,
        @QueryParam("project") @DefaultValue("") String project,
        @QueryParam("instanceType") @DefaultValue("") String instanceType,
        @QueryParam("component") @DefaultValue("") String component,
        @QueryParam("jobName") @DefaultValue("") String jobName,
        @QueryParam("endpointName") @DefaultValue("") String endpointName,
        @QueryParam("resourceId") @DefaultValue("") String resourceId,
        @QueryParam("region") @DefaultValue("") String region,
        @QueryParam("spaceName") @DefaultValue("") String spaceName,

        @Parameter(description = "A tag with its value, 'KEY=VALUE'; may be given several times.") @QueryParam("tag")
        List<String> tag) {
    public CostFilter filter() {
        SortedMap<String, String> tags = new TreeMap<>();
        for (String pair : tag) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw AtelierException.invalid("tag", "must be like KEY=VALUE");
            }
            tags.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
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
                tags);
    }
}
