package dev.atelier.studio.access;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.api.time.ProtoTimes;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.tenancy.ProfileRef;
import dev.atelier.studio.tenancy.SpaceRef;
import dev.atelier.studio.v1.CapabilityService;
import dev.atelier.studio.v1.CreateCapabilityRequest;
import dev.atelier.studio.v1.CreateCapabilityResponse;
import dev.atelier.studio.v1.DeleteCapabilityRequest;
import dev.atelier.studio.v1.DeleteCapabilityResponse;
import dev.atelier.studio.v1.ListCapabilitiesRequest;
import dev.atelier.studio.v1.ListCapabilitiesResponse;
import dev.atelier.studio.wire.Wire;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** Capability URLs over gRPC. */
@GrpcService
@Blocking
class CapabilityGrpc implements CapabilityService {
    private final Capabilities capabilities;
    private final CallerContext callers;

    CapabilityGrpc(Capabilities capabilities, CallerContext callers) {
        this.capabilities = capabilities;
        this.callers = callers;
    }

    @Override
    public Uni<CreateCapabilityResponse> createCapability(CreateCapabilityRequest request) {
        return Uni.createFrom().item(() -> {
            NewCapability wanted = new NewCapability(
                    new ProfileRef(request.getDomainId(), request.getUserProfileName()),
                    SpaceRef.optional(request.getDomainId(), request.getSpaceName()),
                    scope(request.getScope()),
                    request.getExpiresInSeconds());
            Capabilities.Created created = capabilities.create(callers.caller(), wanted);
            return CreateCapabilityResponse.newBuilder()
                    .setCapability(proto(created.capability()))
                    .setUrl(created.url().toString())
                    .build();
        });
    }

    @Override
    public Uni<ListCapabilitiesResponse> listCapabilities(ListCapabilitiesRequest request) {
        return Uni.createFrom().item(() -> {
            Page<dev.atelier.studio.v1.Capability> page = capabilities
                    .list(
                            callers.caller(),
                            new ProfileRef(request.getDomainId(), request.getUserProfileName()),
                            PageRequest.ofProto(request.getPageSize(), request.getPageToken()))
                    .map(CapabilityGrpc::proto);
            return ListCapabilitiesResponse.newBuilder()
                    .addAllCapabilities(page.items())
                    .setNextPageToken(page.nextPageTokenOrEmpty())
                    .build();
        });
    }

    @Override
    public Uni<DeleteCapabilityResponse> deleteCapability(DeleteCapabilityRequest request) {
        return Uni.createFrom().item(() -> {
            capabilities.delete(callers.caller(), request.getCapabilityId());
            return DeleteCapabilityResponse.getDefaultInstance();
        });
    }

    private static CapabilityScope scope(dev.atelier.studio.v1.CapabilityScope scope) {
        return switch (scope) {
            case CAPABILITY_SCOPE_READ -> CapabilityScope.READ;
            case CAPABILITY_SCOPE_EXECUTE, CAPABILITY_SCOPE_UNSPECIFIED, UNRECOGNIZED -> CapabilityScope.EXECUTE;
        };
    }

    private static dev.atelier.studio.v1.Capability proto(Capability capability) {
        return dev.atelier.studio.v1.Capability.newBuilder()
                .setCapabilityId(capability.capabilityId())
                .setDomainId(capability.profile().domainId())
                .setUserProfileName(capability.profile().userProfileName())
                .setSpaceName(Wire.text(capability.owner().spaceName()))
                .setScope(
                        switch (capability.scope()) {
                            case READ -> dev.atelier.studio.v1.CapabilityScope.CAPABILITY_SCOPE_READ;
                            case EXECUTE -> dev.atelier.studio.v1.CapabilityScope.CAPABILITY_SCOPE_EXECUTE;
                        })
                .setCreationTime(ProtoTimes.timestamp(capability.creationTime()))
                .setExpirationTime(ProtoTimes.timestamp(capability.expirationTime()))
                .build();
    }
}
