package dev.atelier.billing.export.rest;

import dev.atelier.billing.BillingConfig;
import dev.atelier.billing.export.FocusExport;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.platform.time.RequestTimes;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/exports/focus}. */
@Path("/api/v1/exports/focus")
@Tag(name = "Exports")
public class FocusResource {
    private final FocusExport export;
    private final CallerContext callers;
    private final CurrentVertxRequest requests;
    private final Duration stalledAfter;

    FocusResource(FocusExport export, CallerContext callers, CurrentVertxRequest requests, BillingConfig config) {
        this.export = export;
        this.callers = callers;
        this.requests = requests;
        this.stalledAfter = config.exports().stalledAfter();
    }

    @GET
    @Produces("text/csv")
    @Blocking
    @Operation(
            summary = "Export costs as FOCUS 1.2",
            description =
                    "A CSV file of any size, sent as it is read: one row per resource, price and month (UTC). Its "
                            + "costs add up to those of the ledger, to the last digit. For viewers and administrators.")
    @APIResponse(
            responseCode = "200",
            description = "The file.",
            content = @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)))
    public Response exportFocus(
            @Parameter(description = "RFC 3339; the beginning of the month, UTC, unless said.")
                    @QueryParam("start")
                    @Nullable
                    String start,
            @Parameter(description = "RFC 3339; now unless said.") @QueryParam("end") @Nullable String end) {
        FocusExport.Request request = export.request(callers.caller(), instant("start", start), instant("end", end));
        RoutingContext routing = requests.getCurrent();
        StreamingOutput file = output -> {
            OutputStream watched = new WatchedOutput(output, routing, stalledAfter);
            Writer writer = new BufferedWriter(new OutputStreamWriter(watched, StandardCharsets.UTF_8), 64 * 1024);
            export.write(request, line -> {
                try {
                    writer.write(line);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            writer.flush();
        };
        return Response.ok(file)
                .header("Content-Disposition", "attachment; filename=\"atelier-focus-1.2.csv\"")
                .build();
    }

    @GET
    @Path("/validation")
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Check an export",
            description =
                    "Against the column rules of FOCUS 1.2, and its sum against the ledger. For viewers and administrators.")
    public FocusValidationJson validateFocus(
            @QueryParam("start") @Nullable String start, @QueryParam("end") @Nullable String end) {
        return FocusValidationJson.of(
                export.validate(export.request(callers.caller(), instant("start", start), instant("end", end))));
    }

    private static @Nullable Instant instant(String name, @Nullable String text) {
        return text == null ? null : RequestTimes.instant(name, text);
    }
}
