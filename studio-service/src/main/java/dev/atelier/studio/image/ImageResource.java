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

/** Images over REST. */
@Path("/api/v1/images")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Images")
class ImageResource {
    private final ImageOperations operations;
    private final ImageLists lists;
    private final CallerContext callers;

    ImageResource(ImageOperations operations, ImageLists lists, CallerContext callers) {
        this.operations = operations;
        this.lists = lists;
        this.callers = callers;
    }

    @POST
    @ResponseStatus(201)
    @Operation(
            summary = "Create an own image, for all users",
            description = "It can be run once it has a version that is built. For administrators.")
    public RestResponse<ImageJson> createImage(
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey, CreateImageJson request) {
        OwnImage image = operations.create(callers.caller(), request.toNewImage(), idempotencyKey);
        return RestResponse.ResponseBuilder.<ImageJson>created(URI.create("/api/v1/images/" + image.imageName()))
                .entity(ImageJson.of(lists.listed(image)))
                .build();
    }

    @GET
    @Operation(
            summary = "List images, those that ship with Atelier and own ones",
            description = "Shipped images come before own ones unless sortBy is given.")
    public Page<ImageJson> listImages(
            @QueryParam("nameContains") @Nullable String nameContains,
            @QueryParam("status") @Nullable String status,
            @QueryParam("sortBy") @Nullable String sortBy,
            @QueryParam("sortOrder") @Nullable String sortOrder,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return lists.list(
                        nameContains,
                        status,
                        sortBy,
                        Sort.of(sortBy, sortOrder).descending(),
                        PageRequest.of(pageSize, pageToken))
                .map(ImageJson::of);
    }

    @GET
    @Path("{imageName}")
    @Operation(summary = "Describe an image")
    public ImageJson getImage(@PathParam("imageName") String imageName) {
        return ImageJson.of(lists.get(imageName));
    }

    @PATCH
    @Path("{imageName}")
    @Operation(summary = "Change what an own image is called and said to be")
    public ImageJson updateImage(@PathParam("imageName") String imageName, UpdateImageJson request) {
        return ImageJson.of(lists.listed(operations.update(callers.caller(), imageName, request.toChange())));
    }

    @DELETE
    @Path("{imageName}")
    @Operation(
            summary = "Delete an own image with all its versions",
            description = "Refused while a live app runs on one of them or settings name the image.")
    public void deleteImage(@PathParam("imageName") String imageName) {
        operations.delete(callers.caller(), imageName);
    }
}
