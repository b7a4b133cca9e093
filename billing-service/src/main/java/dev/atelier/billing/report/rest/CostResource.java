package dev.atelier.billing.report.rest;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.report.CostQuery;
import dev.atelier.billing.report.CostReports;
import dev.atelier.billing.report.GroupBy;
import dev.atelier.billing.report.Grouping;
import dev.atelier.billing.report.Period;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.platform.time.RequestTimes;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/costs}. */
@Path("/api/v1/costs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Costs")
@RunOnVirtualThread
public class CostResource {
    private final CostReports reports;
    private final CallerContext callers;

    CostResource(CostReports reports, CallerContext callers) {
        this.reports = reports;
        this.callers = callers;
    }

    @GET
    @Operation(
            summary = "Get costs",
            description = "What usage cost in a period, by group. The rows add up to the total, to the last digit. "
                    + "Members see their own usage only.")
    public CostsJson getCosts(
            @Parameter(
                            description =
                                    "Any of user, team, project, domain, space, instance-type, component, region, "
                                            + "resource, app, job, endpoint, tag:KEY, with commas between.",
                            example = "user,instance-type")
                    @QueryParam("groupBy")
                    @DefaultValue("")
                    String groupBy,
            @Parameter(description = "RFC 3339; from the first usage unless said.") @QueryParam("start") @Nullable
                    String start,
            @Parameter(description = "RFC 3339; until now unless said.") @QueryParam("end") @Nullable String end,
            @Parameter(description = "hour, day or month: costs are told apart by calendar periods.")
                    @QueryParam("period")
                    @Nullable
                    String period,
            @Parameter(description = "Where a day begins; UTC unless said.", example = "Europe/Berlin")
                    @QueryParam("timeZone")
                    @DefaultValue("")
                    String timeZone,
            @Parameter(
                            description =
                                    "How many groups, or resources when it is asked by resource, at most 100. Rows and totals are "
                                            + "then those of the page; ask for the next one with the same start and end.")
                    @QueryParam("pageSize")
                    @Nullable
                    Integer pageSize,
            @Parameter(description = "The nextPageToken of the page before.") @QueryParam("pageToken") @Nullable
                    String pageToken,
            @BeanParam UsageFilterParams filter) {
        return CostsJson.of(reports.costs(
                new CostQuery(
                        instant("start", start),
                        instant("end", end),
                        groupings(groupBy),
                        period == null ? null : Period.of(period, timeZone),
                        filter.filter(),
                        pageSize == null && pageToken == null ? null : PageRequest.of(pageSize, pageToken)),
                callers.caller()));
    }

    private static List<GroupBy> groupings(String groupBy) {
        if (groupBy.isEmpty()) {
            return List.of();
        }
        return Stream.of(groupBy.split(",", -1))
                .map(code -> GroupBy.find(code.strip())
                        .orElseThrow(() ->
                                AtelierException.invalid("groupBy", "must be of " + Grouping.CODES + ", tag:KEY")))
                .toList();
    }

    private static @Nullable Instant instant(String name, @Nullable String text) {
        return text == null ? null : RequestTimes.instant(name, text);
    }
}
