package dev.atelier.billing.price.rest;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.price.BookVersion;
import dev.atelier.billing.price.PriceBookImports;
import dev.atelier.platform.security.CallerContext;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/price-books}. */
@Path("/api/v1/price-books")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Prices")
@RunOnVirtualThread
public class PriceBookResource {
    private final PriceBookImports imports;
    private final CallerContext callers;

    PriceBookResource(PriceBookImports imports, CallerContext callers) {
        this.imports = imports;
        this.callers = callers;
    }

    @POST
    @Consumes({"text/csv", MediaType.APPLICATION_JSON, MediaType.APPLICATION_OCTET_STREAM})
    @Operation(
            summary = "Import a price book",
            description =
                    "The body is the book: an own one as CSV, or the AWS Price List offer file of AmazonSageMaker. "
                            + "It is read as a stream and whole before anything is kept: a broken one is refused with its line "
                            + "and reason, and the prices in force stay. The content of the newest version of the name again "
                            + "makes no new version.")
    @APIResponse(
            responseCode = "201",
            description = "The book is kept.",
            content = @Content(schema = @Schema(implementation = PriceBookJson.class)))
    public Response importPriceBook(
            @Parameter(description = "Names the book over its versions.", required = true)
                    @QueryParam("name")
                    @DefaultValue("")
                    String name,
            @Parameter(description = "One of csv, aws-offer-json, aws-offer-csv.")
                    @QueryParam("format")
                    @DefaultValue("csv")
                    String format,
            @Parameter(description = "Put it in force at once.") @QueryParam("activate") @DefaultValue("false")
                    boolean activate,
            @Context UriInfo uri,
            InputStream body) {
        BookVersion version = imports.read(callers.caller(), name, format, activate, body);
        return Response.created(uri.getBaseUriBuilder()
                        .path("api/v1/price-books")
                        .path(PriceBookImports.id(version.id()))
                        .build())
                .entity(PriceBookJson.of(version))
                .build();
    }

    @GET
    @Operation(summary = "List price books", description = "All versions, the newest first.")
    public Page<PriceBookJson> listPriceBooks(
            @QueryParam("name") @DefaultValue("") String name,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        callers.caller();
        return imports.list(name, PageRequest.of(pageSize, pageToken)).map(PriceBookJson::of);
    }

    @GET
    @Path("/{priceBookId: [^/:]+}")
    @Operation(summary = "Get a price book")
    public PriceBookJson getPriceBook(@PathParam("priceBookId") String priceBookId) {
        callers.caller();
        return PriceBookJson.of(imports.get(priceBookId));
    }

    @GET
    @Path("/{priceBookId: [^/:]+}/changes")
    @Operation(
            summary = "Compare a price book",
            description = "With another version, or with the prices in force now, where a key that the book does not "
                    + "name would stay and is no change. By instance type, component, and region.")
    public Page<PriceChangeJson> listPriceChanges(
            @PathParam("priceBookId") String priceBookId,
            @Parameter(description = "The other version; the prices in force unless said.")
                    @QueryParam("against")
                    @DefaultValue("")
                    String against,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        callers.caller();
        return imports.diff(priceBookId, against, PageRequest.of(pageSize, pageToken))
                .map(PriceChangeJson::of);
    }

    @POST
    @Path("/{priceBookId: [^/:]+}:activate")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Put a price book in force",
            description =
                    "Now or later, never in the past. Running usage is split at that moment; what was billed stays.")
    public PriceBookJson activatePriceBook(
            @PathParam("priceBookId") String priceBookId, @Nullable ActivatePriceBookJson request) {
        return PriceBookJson.of(
                imports.activate(callers.caller(), priceBookId, request == null ? null : request.activeFrom()));
    }
}
