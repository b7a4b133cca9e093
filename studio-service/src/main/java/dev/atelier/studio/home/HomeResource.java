package dev.atelier.studio.home;

import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.tenancy.ProfileRef;
import dev.atelier.studio.wire.Wire;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.PathPart;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Files in home directories over REST. */
@Path("/api/v1/domains/{domainId}/user-profiles/{userProfileName}/home/files")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Home directories")
class HomeResource {
    private static final int BUFFER = 64 * 1024;

    private final HomeOperations operations;
    private final CallerContext callers;

    HomeResource(HomeOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @GET
    @Operation(summary = "List a directory; the home directory itself unless a path is given")
    public Page<FileInfoJson> listFiles(
            @PathParam("domainId") String domainId,
            @PathParam("userProfileName") String userProfileName,
            @QueryParam("path") @Nullable String path,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return operations
                .list(
                        callers.caller(),
                        new ProfileRef(domainId, userProfileName),
                        Wire.text(path),
                        PageRequest.of(pageSize, pageToken))
                .map(FileInfoJson::of);
    }

    @GET
    @Path("{path:.+}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(summary = "Download a file, or with Range a part of it")
    public RestResponse<PathPart> downloadFile(
            @PathParam("domainId") String domainId,
            @PathParam("userProfileName") String userProfileName,
            @PathParam("path") String path,
            @HeaderParam("Range") @Nullable String range,
            @HeaderParam("If-Range") @Nullable String ifRange,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        java.nio.file.Path file = operations.file(callers.caller(), new ProfileRef(domainId, userProfileName), path);
        return Downloads.answer(file, range, ifRange, ifNoneMatch);
    }

    @PUT
    @Path("{path:.+}")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Upload a file; missing directories are made, a file of the same name is replaced")
    public FileInfoJson uploadFile(
            @PathParam("domainId") String domainId,
            @PathParam("userProfileName") String userProfileName,
            @PathParam("path") String path,
            @HeaderParam(HttpHeaders.CONTENT_LENGTH) @Nullable Long length,
            InputStream body) {
        return upload(operations, callers.caller(), new ProfileRef(domainId, userProfileName), path, length, body);
    }

    /** Writes a body into a file. */
    static FileInfoJson upload(
            HomeOperations operations,
            Caller caller,
            Owner owner,
            String path,
            @Nullable Long length,
            InputStream body) {
        try (Upload upload = operations.upload(caller, owner, path, Objects.requireNonNullElse(length, -1L))) {
            byte[] buffer = new byte[BUFFER];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                upload.write(buffer, 0, read);
            }
            return FileInfoJson.of(operations.commit(caller, owner, path, upload));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @DELETE
    @Path("{path:.+}")
    @Operation(summary = "Delete a file or an empty directory; with recursive=true any directory")
    public void deleteFile(
            @PathParam("domainId") String domainId,
            @PathParam("userProfileName") String userProfileName,
            @PathParam("path") String path,
            @QueryParam("recursive") @Nullable Boolean recursive) {
        operations.delete(
                callers.caller(), new ProfileRef(domainId, userProfileName), path, Boolean.TRUE.equals(recursive));
    }
}
