package dev.atelier.studio.tenancy;

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

/** Domains over REST. */
@Path("/api/v1/domains")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Domains")
class DomainResource {
    private final DomainOperations operations;
    private final CallerContext callers;

    DomainResource(DomainOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @POST
    @ResponseStatus(201)
    @Operation(summary = "Create a domain")
    public RestResponse<DomainJson> createDomain(
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey, CreateDomainJson request) {
        Domain domain = operations.create(callers.caller(), request.toNewDomain(), idempotencyKey);
        return RestResponse.ResponseBuilder.<DomainJson>created(URI.create("/api/v1/domains/" + domain.domainId()))
                .entity(DomainJson.of(domain))
                .build();
    }

    @GET
    @Operation(summary = "List domains")
    public Page<DomainJson> listDomains(
            @QueryParam("nameContains") @Nullable String nameContains,
            @QueryParam("status") @Nullable String status,
            @QueryParam("sortBy") @Nullable String sortBy,
            @QueryParam("sortOrder") @Nullable String sortOrder,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return operations
                .list(
                        callers.caller(),
                        new TenancyFilter(nameContains, status, Sort.of(sortBy, sortOrder)),
                        PageRequest.of(pageSize, pageToken))
                .map(DomainJson::of);
    }

    @GET
    @Path("{domainId}")
    @Operation(summary = "Describe a domain")
    public DomainJson getDomain(@PathParam("domainId") String domainId) {
        return DomainJson.of(operations.get(callers.caller(), domainId));
    }

    @PATCH
    @Path("{domainId}")
    @Operation(summary = "Change a domain; what is set applies to launches from now on")
    public DomainJson updateDomain(@PathParam("domainId") String domainId, UpdateDomainJson request) {
        return DomainJson.of(operations.update(callers.caller(), domainId, request.toChange()));
    }

    @DELETE
    @Path("{domainId}")
    @Operation(summary = "Delete a domain that has no user profiles left")
    public void deleteDomain(@PathParam("domainId") String domainId) {
        operations.delete(callers.caller(), domainId);
    }
}
