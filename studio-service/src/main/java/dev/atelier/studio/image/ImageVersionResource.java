package dev.atelier.studio.image;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.store.Sort;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Image versions over REST. */
@Path("/api/v1/images/{imageName}/versions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Images")
class ImageVersionResource {
    private final ImageVersionOperations operations;
    private final CallerContext callers;

    ImageVersionResource(ImageVersionOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @POST
    @ResponseStatus(201)
    @Operation(
            summary = "Create the next version of an own image: a shipped image, extended by a requirements file",
            description = "Its status is CREATING until its environment is built. For administrators.")
    public RestResponse<ImageVersionJson> createImageVersion(
            @PathParam("imageName") String imageName,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            CreateImageVersionJson request) {
        ImageVersion version =
                operations.create(callers.caller(), request.toNewImageVersion(imageName), idempotencyKey);
        return RestResponse.ResponseBuilder.<ImageVersionJson>created(
                        URI.create("/api/v1/images/" + imageName + "/versions/" + version.version()))
                .entity(ImageVersionJson.of(version))
                .build();
    }

    @GET
    @Operation(summary = "List the versions of an own image", description = "By number unless sortBy is given.")
    public Page<ImageVersionJson> listImageVersions(
            @PathParam("imageName") String imageName,
            @QueryParam("status") @Nullable String status,
            @QueryParam("sortBy") @Nullable String sortBy,
            @QueryParam("sortOrder") @Nullable String sortOrder,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return operations
                .list(
                        callers.caller(),
                        imageName,
                        ImageFilter.of(null, status, Sort.of(sortBy, sortOrder)),
                        PageRequest.of(pageSize, pageToken))
                .map(ImageVersionJson::of);
    }

    @GET
    @Path("{version}")
    @Operation(summary = "Describe a version, by its number or an alias")
    public ImageVersionJson getImageVersion(
            @PathParam("imageName") String imageName, @PathParam("version") String version) {
        return ImageVersionJson.of(operations.get(callers.caller(), new ImageReference(imageName, version)));
    }

    @GET
    @Path("{version}/build-log")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(
            summary = "Read what the build of a version has said, so far or in the end",
            description = "The end of it when it is longer than 64 KiB.")
    public String getImageBuildLog(@PathParam("imageName") String imageName, @PathParam("version") String version) {
        return operations.buildLog(callers.caller(), new ImageReference(imageName, version));
    }

    @PATCH
    @Path("{version}")
    @Operation(summary = "Change the aliases or the notes of a version")
    public ImageVersionJson updateImageVersion(
            @PathParam("imageName") String imageName,
            @PathParam("version") String version,
            UpdateImageVersionJson request) {
        return ImageVersionJson.of(
                operations.update(callers.caller(), new ImageReference(imageName, version), request.toChange()));
    }

    @DELETE
    @Path("{version}")
    @Operation(
            summary = "Delete a version",
            description = "Refused while a live app runs on it or settings name exactly it.")
    public void deleteImageVersion(@PathParam("imageName") String imageName, @PathParam("version") String version) {
        operations.delete(callers.caller(), new ImageReference(imageName, version));
    }
}
