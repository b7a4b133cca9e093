package dev.atelier.studio.home;

import dev.atelier.api.error.AtelierException;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.tenancy.ProfileRef;
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

/** How full a home directory is, and uploads in parts, over REST. */
@Path("/api/v1/domains/{domainId}/user-profiles/{userProfileName}/home")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Home directories")
class UploadResource {
    private final UploadOperations uploads;
    private final HomeOperations homes;
    private final CallerContext callers;

    UploadResource(UploadOperations uploads, HomeOperations homes, CallerContext callers) {
        this.uploads = uploads;
        this.homes = homes;
        this.callers = callers;
    }

    @GET
    @Operation(summary = "Tell how full a home directory is")
    public UploadJson.Home getHome(
            @PathParam("domainId") String domainId, @PathParam("userProfileName") String userProfileName) {
        return UploadJson.Home.of(homes.info(callers.caller(), new ProfileRef(domainId, userProfileName)));
    }

    @GET
    @Path("uploads")
    @Operation(summary = "List uploads that are not complete; there are 20 at most")
    public UploadJson.Uploads listUploads(
            @PathParam("domainId") String domainId, @PathParam("userProfileName") String userProfileName) {
        return new UploadJson.Uploads(uploads.list(callers.caller(), new ProfileRef(domainId, userProfileName)).stream()
                .map(UploadJson.UploadView::of)
                .toList());
    }

    @POST
    @Path("uploads")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Begin an upload in parts")
    public RestResponse<UploadJson.UploadView> createUpload(
            @PathParam("domainId") String domainId,
            @PathParam("userProfileName") String userProfileName,
            UploadJson.CreateUpload request,
            @Context UriInfo uri) {
        HomeUpload upload = uploads.create(
                callers.caller(),
                new ProfileRef(domainId, userProfileName),
                Wire.text(request.path()),
                Objects.requireNonNullElse(request.sizeBytes(), -1L));
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, UploadJson.UploadView.of(upload))
                .location(uri.getAbsolutePathBuilder().path(upload.uploadId()).build())
                .build();
    }

    @GET
    @Path("uploads/{uploadId: [^/:]+}")
    @Operation(summary = "Tell how far an upload is")
    public UploadJson.UploadView getUpload(
            @PathParam("domainId") String domainId,
            @PathParam("userProfileName") String userProfileName,
            @PathParam("uploadId") String uploadId) {
        return UploadJson.UploadView.of(
                uploads.get(callers.caller(), new ProfileRef(domainId, userProfileName), uploadId));
    }

    @PATCH
    @Path("uploads/{uploadId: [^/:]+}")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Add bytes to an upload; Upload-Offset says where they begin")
    public UploadJson.UploadView appendUpload(
            @PathParam("domainId") String domainId,
            @PathParam("userProfileName") String userProfileName,
            @PathParam("uploadId") String uploadId,
            @HeaderParam("Upload-Offset") @Nullable Long offset,
            InputStream body) {
        if (offset == null) {
            throw AtelierException.invalid("Upload-Offset", "is needed");
        }
        return UploadJson.UploadView.of(
                uploads.append(callers.caller(), new ProfileRef(domainId, userProfileName), uploadId, offset, body));
    }

    @POST
    @Path("uploads/{uploadId: [^/:]+}:complete")
    @Operation(summary = "Put an uploaded file in its place")
    public FileInfoJson completeUpload(
            @PathParam("domainId") String domainId,
            @PathParam("userProfileName") String userProfileName,
            @PathParam("uploadId") String uploadId) {
        return FileInfoJson.of(uploads.complete(callers.caller(), new ProfileRef(domainId, userProfileName), uploadId));
    }

    @DELETE
    @Path("uploads/{uploadId: [^/:]+}")
    @Operation(summary = "Give an upload up")
    public void deleteUpload(
            @PathParam("domainId") String domainId,
            @PathParam("userProfileName") String userProfileName,
            @PathParam("uploadId") String uploadId) {
        uploads.delete(callers.caller(), new ProfileRef(domainId, userProfileName), uploadId);
    }
}
