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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Whose profile a subject of the company's sign-on is, over REST. */
@Path("/api/v1/sign-on-identities")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Access")
class SignOnIdentityResource {
    private final SignOnIdentities identities;
    private final CallerContext callers;

    SignOnIdentityResource(SignOnIdentities identities, CallerContext callers) {
        this.identities = identities;
        this.callers = callers;
    }

    @GET
    @Operation(summary = "List whose profiles the subjects of the company's sign-on use")
    public Page<AccessJson.SignOnIdentityJson> listSignOnIdentities(
            @QueryParam("pageSize") @Nullable Integer pageSize, @QueryParam("pageToken") @Nullable String pageToken) {
        return identities
                .list(callers.caller(), PageRequest.of(pageSize, pageToken))
                .map(AccessJson.SignOnIdentityJson::of);
    }

    @GET
    @Path("{subject}")
    @Operation(summary = "Tell whose profile a subject uses")
    public AccessJson.SignOnIdentityJson getSignOnIdentity(@PathParam("subject") String subject) {
        return AccessJson.SignOnIdentityJson.of(identities.get(callers.caller(), subject));
    }

    @PUT
    @Path("{subject}")
    @Operation(summary = "Let a subject use a profile")
    public AccessJson.SignOnIdentityJson putSignOnIdentity(
            @PathParam("subject") String subject, AccessJson.PutSignOnIdentity request) {
        return AccessJson.SignOnIdentityJson.of(identities.put(
                callers.caller(),
                subject,
                new ProfileRef(Wire.text(request.domainId()), Wire.text(request.userProfileName()))));
    }

    @DELETE
    @Path("{subject}")
    @Operation(summary = "Let a subject use no profile, and sign its browsers out")
    public void deleteSignOnIdentity(@PathParam("subject") String subject) {
        identities.delete(callers.caller(), subject);
    }
}
