package dev.atelier.autopilot.service.monitor.rest;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.monitor.MonitorCreation;
import dev.atelier.autopilot.service.monitor.MonitorRuns;
import dev.atelier.autopilot.service.monitor.MonitorService;
import dev.atelier.platform.security.CallerContext;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.File;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Monitors over REST. */
@Path("/api/v1/monitoring-schedules")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "monitoring")
public class MonitorResource {
    private static final String ONE = "/{monitoringScheduleName: [^/:]+}";

    private final MonitorService monitors;
    private final MonitorRuns runs;
    private final MonitorCreation creation;
    private final CallerContext context;

    MonitorResource(MonitorService monitors, MonitorRuns runs, MonitorCreation creation, CallerContext context) {
        this.monitors = monitors;
        this.runs = runs;
        this.creation = creation;
        this.context = context;
    }

    /** Makes a monitor. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Create a monitor of an endpoint",
            description =
                    "Its baseline is the table that the endpoint's model was trained on, and what the model was measured at.",
            operationId = "createMonitoringSchedule")
    @APIResponse(
            responseCode = "201",
            description = "The monitor.",
            content = @Content(schema = @Schema(implementation = ScheduleJson.class)))
    public Response create(
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @Context UriInfo uri,
            ScheduleJson.New asked) {
        ScheduleJson schedule =
                ScheduleJson.of(creation.create(context.caller(), asked.toNewSchedule(), idempotencyKey));
        return Response.created(uri.getBaseUriBuilder()
                        .path("api/v1/monitoring-schedules")
                        .path(schedule.monitoringScheduleName())
                        .build())
                .entity(schedule)
                .build();
    }

    /** Lists. */
    @GET
    @Operation(summary = "List monitors, the newest first", operationId = "listMonitoringSchedules")
    public Page<ScheduleJson> list(
            @QueryParam("domainId") @Nullable String domainId,
            @QueryParam("userProfileName") @Nullable String userProfileName,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return monitors.list(context.caller(), domainId, userProfileName, PageRequest.of(pageSize, pageToken))
                .map(ScheduleJson::of);
    }

    /** Gives one. */
    @GET
    @Path(ONE)
    @Operation(
            summary = "Get a monitor; it is in alert when its last run found something",
            operationId = "getMonitoringSchedule")
    public ScheduleJson get(@PathParam("monitoringScheduleName") String name) {
        return ScheduleJson.of(monitors.get(context.caller(), name));
    }

    /** Lets it run at its times. */
    @POST
    @Path(ONE + ":start")
    @Operation(summary = "Start a monitor that was stopped", operationId = "startMonitoringSchedule")
    public ScheduleJson start(@PathParam("monitoringScheduleName") String name) {
        return ScheduleJson.of(monitors.start(context.caller(), name));
    }

    /** Keeps it from running at its times. */
    @POST
    @Path(ONE + ":stop")
    @Operation(summary = "Stop a monitor; on demand it still runs", operationId = "stopMonitoringSchedule")
    public ScheduleJson stop(@PathParam("monitoringScheduleName") String name) {
        return ScheduleJson.of(monitors.stop(context.caller(), name));
    }

    /** Runs it now. */
    @POST
    @Path(ONE + ":run")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Run a monitor now, on captured requests or on a table", operationId = "runMonitoringSchedule")
    @APIResponse(
            responseCode = "201",
            description = "The run, which begins when there is a worker.",
            content = @Content(schema = @Schema(implementation = ScheduleJson.ExecutionJson.class)))
    public Response run(
            @PathParam("monitoringScheduleName") String name, @Context UriInfo uri, ScheduleJson.Run asked) {
        ScheduleJson.ExecutionJson execution =
                ScheduleJson.ExecutionJson.of(runs.run(context.caller(), name, asked.toNewRun()));
        return Response.created(uri.getBaseUriBuilder()
                        .path("api/v1/monitoring-schedules")
                        .path(name)
                        .path("executions")
                        .path(execution.monitoringExecutionId())
                        .build())
                .entity(execution)
                .build();
    }

    /** Removes one. */
    @DELETE
    @Path(ONE)
    @Operation(summary = "Delete a monitor with its runs", operationId = "deleteMonitoringSchedule")
    public void delete(@PathParam("monitoringScheduleName") String name) {
        monitors.delete(context.caller(), name);
    }

    /** Its runs. */
    @GET
    @Path(ONE + "/executions")
    @Operation(summary = "List the runs of a monitor, the newest first", operationId = "listMonitoringExecutions")
    public Page<ScheduleJson.ExecutionJson> executions(
            @PathParam("monitoringScheduleName") String name,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return runs.executions(context.caller(), name, PageRequest.of(pageSize, pageToken))
                .map(ScheduleJson.ExecutionJson::of);
    }

    /** One run. */
    @GET
    @Path(ONE + "/executions/{monitoringExecutionId}")
    @Operation(summary = "Get a run of a monitor", operationId = "getMonitoringExecution")
    public ScheduleJson.ExecutionJson execution(
            @PathParam("monitoringScheduleName") String name, @PathParam("monitoringExecutionId") String id) {
        return ScheduleJson.ExecutionJson.of(runs.execution(context.caller(), name, id));
    }

    /** What a run found. */
    @GET
    @Path(ONE + "/executions/{monitoringExecutionId}/reports/{reportName}")
    @Operation(
            summary = "Get a report of a run in SageMaker Model Monitor's format",
            description =
                    "statistics.json, constraints.json, constraint_violations.json, drift.json, baseline-statistics.json or baseline-constraints.json",
            operationId = "getMonitoringReport")
    @APIResponse(
            responseCode = "200",
            description = "The report.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)))
    public File report(
            @PathParam("monitoringScheduleName") String name,
            @PathParam("monitoringExecutionId") String id,
            @PathParam("reportName") String report) {
        return runs.report(context.caller(), name, id, report).toFile();
    }
}
