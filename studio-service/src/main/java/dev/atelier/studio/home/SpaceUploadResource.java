package dev.atelier.studio.home;

import dev.atelier.api.error.AtelierException;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.tenancy.SpaceRef;
import dev.atelier.studio.wire.Wire;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** How full the home directory of a space is, and uploads into it in parts, over REST. */
@Path("/api/v1/domains/{domainId}/spaces/{spaceName}/home")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Home directories")
class SpaceUploadResource {
    private final UploadOperations uploads;
    private final HomeOperations homes;
    private final CallerContext callers;

    SpaceUploadResource(UploadOperations uploads, HomeOperations homes, CallerContext callers) {
        this.uploads = uploads;
        this.homes = homes;
        this.callers = callers;
    }

    @GET
    @Operation(summary = "Tell how full the home directory of a space is")
    public UploadJson.Home getSpaceHome(
            @PathParam("domainId") String domainId, @PathParam("spaceName") String spaceName) {
        return UploadJson.Home.of(homes.info(callers.caller(), new SpaceRef(domainId, spaceName)));
    }

    @GET
    @Path("uploads")
    @Operation(summary = "List uploads into a space that are not complete; there are 20 at most")
    public UploadJson.Uploads listSpaceUploads(
            @PathParam("domainId") String domainId, @PathParam("spaceName") String spaceName) {
        return new UploadJson.Uploads(uploads.list(callers.caller(), new SpaceRef(domainId, spaceName)).stream()
                .map(UploadJson.UploadView::of)
                .toList());
    }

    @POST
    @Path("uploads")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Begin an upload into a space in parts")
    public RestResponse<UploadJson.UploadView> createSpaceUpload(
            @PathParam("domainId") String domainId,
            @PathParam("spaceName") String spaceName,
            UploadJson.CreateUpload request,
            @Context UriInfo uri) {
        HomeUpload upload = uploads.create(
                callers.caller(),
                new SpaceRef(domainId, spaceName),
                Wire.text(request.path()),
                Objects.requireNonNullElse(request.sizeBytes(), -1L));
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, UploadJson.UploadView.of(upload))
                .location(uri.getAbsolutePathBuilder().path(upload.uploadId()).build())
                .build();
    }

    @GET
    @Path("uploads/{uploadId: [^/:]+}")
    @Operation(summary = "Tell how far an upload into a space is")
    public UploadJson.UploadView getSpaceUpload(
            @PathParam("domainId") String domainId,
            @PathParam("spaceName") String spaceName,
            @PathParam("uploadId") String uploadId) {
        return UploadJson.UploadView.of(uploads.get(callers.caller(), new SpaceRef(domainId, spaceName), uploadId));
    }

    @PATCH
    @Path("uploads/{uploadId: [^/:]+}")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Add bytes to an upload into a space; Upload-Offset says where they begin")
    public UploadJson.UploadView appendSpaceUpload(
            @PathParam("domainId") String domainId,
            @PathParam("spaceName") String spaceName,
            @PathParam("uploadId") String uploadId,
            @HeaderParam("Upload-Offset") @Nullable Long offset,
            InputStream body) {
        if (offset == null) {
            throw AtelierException.invalid("Upload-Offset", "is needed");
        }
        return UploadJson.UploadView.of(
                uploads.append(callers.caller(), new SpaceRef(domainId, spaceName), uploadId, offset, body));
    }

    @POST
    @Path("uploads/{uploadId: [^/:]+}:complete")
    @Operation(summary = "Put a file that was uploaded into a space in its place")
    public FileInfoJson completeSpaceUpload(
            @PathParam("domainId") String domainId,
            @PathParam("spaceName") String spaceName,
            @PathParam("uploadId") String uploadId) {
        return FileInfoJson.of(uploads.complete(callers.caller(), new SpaceRef(domainId, spaceName), uploadId));
    }

    @DELETE
    @Path("uploads/{uploadId: [^/:]+}")
    @Operation(summary = "Give an upload into a space up")
    public void deleteSpaceUpload(
            @PathParam("domainId") String domainId,
            @PathParam("spaceName") String spaceName,
            @PathParam("uploadId") String uploadId) {
        uploads.delete(callers.caller(), new SpaceRef(domainId, spaceName), uploadId);
    }
}
