package dev.atelier.studio.home;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.tenancy.SpaceRef;
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
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.PathPart;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Files in home directories of spaces over REST. */
@Path("/api/v1/domains/{domainId}/spaces/{spaceName}/home/files")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Home directories")
class SpaceHomeResource {
    private final HomeOperations operations;
    private final CallerContext callers;

    SpaceHomeResource(HomeOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @GET
    @Operation(summary = "List a directory of a space; the home directory itself unless a path is given")
    public Page<FileInfoJson> listSpaceFiles(
            @PathParam("domainId") String domainId,
            @PathParam("spaceName") String spaceName,
            @QueryParam("path") @Nullable String path,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return operations
                .list(
                        callers.caller(),
                        new SpaceRef(domainId, spaceName),
                        Wire.text(path),
                        PageRequest.of(pageSize, pageToken))
                .map(FileInfoJson::of);
    }

    @GET
    @Path("{path:.+}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(summary = "Download a file of a space, or with Range a part of it")
    public RestResponse<PathPart> downloadSpaceFile(
            @PathParam("domainId") String domainId,
            @PathParam("spaceName") String spaceName,
            @PathParam("path") String path,
            @HeaderParam("Range") @Nullable String range,
            @HeaderParam("If-Range") @Nullable String ifRange,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        java.nio.file.Path file = operations.file(callers.caller(), new SpaceRef(domainId, spaceName), path);
        return Downloads.answer(file, range, ifRange, ifNoneMatch);
    }

    @PUT
    @Path("{path:.+}")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Upload a file into a space; missing directories are made, a file of the same name is replaced")
    public FileInfoJson uploadSpaceFile(
            @PathParam("domainId") String domainId,
            @PathParam("spaceName") String spaceName,
            @PathParam("path") String path,
            @HeaderParam(HttpHeaders.CONTENT_LENGTH) @Nullable Long length,
            InputStream body) {
        return HomeResource.upload(operations, callers.caller(), new SpaceRef(domainId, spaceName), path, length, body);
    }

    @DELETE
    @Path("{path:.+}")
    @Operation(summary = "Delete a file or an empty directory of a space; with recursive=true any directory")
    public void deleteSpaceFile(
            @PathParam("domainId") String domainId,
            @PathParam("spaceName") String spaceName,
            @PathParam("path") String path,
            @QueryParam("recursive") @Nullable Boolean recursive) {
        operations.delete(callers.caller(), new SpaceRef(domainId, spaceName), path, Boolean.TRUE.equals(recursive));
    }
}
