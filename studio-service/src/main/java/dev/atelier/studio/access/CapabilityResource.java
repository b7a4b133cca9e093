package dev.atelier.studio.access;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.tenancy.ProfileRef;
import dev.atelier.studio.wire.Wire;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Capability URLs over REST. */
@Path("/api/v1/capabilities")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Access")
class CapabilityResource {
    private final Capabilities capabilities;
    private final CallerContext callers;

    CapabilityResource(Capabilities capabilities, CallerContext callers) {
        this.capabilities = capabilities;
        this.callers = callers;
    }

    @POST
    @ResponseStatus(201)
    @Operation(summary = "Make a URL that opens a user's kernels to Jupyter clients which send no header")
    public RestResponse<CapabilityJson> createCapability(CapabilityJson.Create request) {
        Capabilities.Created created = capabilities.create(callers.caller(), request.toNewCapability());
        return RestResponse.ResponseBuilder.<CapabilityJson>create(RestResponse.Status.CREATED)
                .entity(CapabilityJson.of(created))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @GET
    @Operation(summary = "List a user's capability URLs that have not ended, without the URLs")
    public Page<CapabilityJson> listCapabilities(
            @QueryParam("domainId") @Nullable String domainId,
            @QueryParam("userProfileName") @Nullable String userProfileName,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return capabilities
                .list(
                        callers.caller(),
                        new ProfileRef(Wire.text(domainId), Wire.text(userProfileName)),
                        PageRequest.of(pageSize, pageToken))
                .map(capability -> CapabilityJson.of(capability));
    }

    @DELETE
    @Path("{capabilityId}")
    @Operation(summary = "End a capability URL and the connections that it opened")
    public void deleteCapability(@PathParam("capabilityId") String capabilityId) {
        capabilities.delete(callers.caller(), capabilityId);
    }
}
