package dev.atelier.autopilot.service.dataset.rest;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.dataset.Dataset;
import dev.atelier.autopilot.service.dataset.DatasetService;
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
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.PartType;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Data sets over REST. */
@Path("/api/v1/datasets")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "datasets")
public class DatasetResource {
    private static final String CREATED = "The data set is stored.";

    private final DatasetService datasets;
    private final CallerContext context;

    DatasetResource(DatasetService datasets, CallerContext context) {
        this.datasets = datasets;
        this.context = context;
    }

    /** Takes a table as the body. */
    @POST
    @Consumes({"text/csv", "application/gzip", "application/x-gzip", "application/octet-stream"})
    @Operation(summary = "Upload a CSV, plain or gzip, as the body", operationId = "uploadDataset")
    @APIResponse(
            responseCode = "201",
            description = CREATED,
            content = @Content(schema = @Schema(implementation = DatasetJson.class)))
    public Response upload(
            @QueryParam("name") @Nullable String name,
            @QueryParam("domainId") @Nullable String domainId,
            @QueryParam("userProfileName") @Nullable String userProfileName,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @Context UriInfo uri,
            InputStream body) {
        return created(
                datasets.upload(
                        context.caller(),
                        new DatasetService.NewDataset(name, domainId, userProfileName),
                        body,
                        idempotencyKey),
                uri);
    }

    /** Takes a table from a form. */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(summary = "Upload a CSV, plain or gzip, as the part 'file' of a form", operationId = "uploadDatasetForm")
    @APIResponse(
            responseCode = "201",
            description = CREATED,
            content = @Content(schema = @Schema(implementation = DatasetJson.class)))
    public Response uploadForm(
            @RestForm("file") @Nullable FileUpload file,
            @RestForm @PartType(MediaType.TEXT_PLAIN) @Nullable String name,
            @RestForm @PartType(MediaType.TEXT_PLAIN) @Nullable String domainId,
            @RestForm @PartType(MediaType.TEXT_PLAIN) @Nullable String userProfileName,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @Context UriInfo uri)
            throws IOException {
        if (file == null) {
            throw AtelierException.invalid("file", "is required");
        }
        datasets.checkLength(file.size());
        try (InputStream body = Files.newInputStream(file.uploadedFile())) {
            return created(
                    datasets.upload(
                            context.caller(),
                            new DatasetService.NewDataset(
                                    name == null ? file.fileName() : name, domainId, userProfileName),
                            body,
                            idempotencyKey),
                    uri);
        }
    }

    /** Lists. */
    @GET
    @Operation(summary = "List data sets, the newest first", operationId = "listDatasets")
    public Page<DatasetJson> list(
            @QueryParam("domainId") @Nullable String domainId,
            @QueryParam("userProfileName") @Nullable String userProfileName,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return datasets.list(context.caller(), domainId, userProfileName, PageRequest.of(pageSize, pageToken))
                .map(DatasetJson::of);
    }

    /** Gives one. */
    @GET
    @Path("/{datasetId}")
    @Operation(summary = "Get a data set", operationId = "getDataset")
    public DatasetJson get(@PathParam("datasetId") String datasetId) {
        return DatasetJson.of(datasets.get(context.caller(), datasetId));
    }

    /** Removes one. */
    @DELETE
    @Path("/{datasetId}")
    @Operation(summary = "Delete a data set; running jobs are not disturbed", operationId = "deleteDataset")
    public void delete(@PathParam("datasetId") String datasetId) {
        datasets.delete(context.caller(), datasetId);
    }

    private static Response created(Dataset dataset, UriInfo uri) {
        return Response.created(uri.getBaseUriBuilder()
                        .path("api/v1/datasets")
                        .path(dataset.id())
                        .build())
                .entity(DatasetJson.of(dataset))
                .build();
    }
}
