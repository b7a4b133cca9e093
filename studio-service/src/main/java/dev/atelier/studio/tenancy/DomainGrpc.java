package dev.atelier.studio.tenancy;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.settings.SettingsProto;
import dev.atelier.studio.v1.CreateDomainRequest;
import dev.atelier.studio.v1.CreateDomainResponse;
import dev.atelier.studio.v1.DeleteDomainRequest;
import dev.atelier.studio.v1.DeleteDomainResponse;
import dev.atelier.studio.v1.DomainService;
import dev.atelier.studio.v1.GetDomainRequest;
import dev.atelier.studio.v1.GetDomainResponse;
import dev.atelier.studio.v1.ListDomainsRequest;
import dev.atelier.studio.v1.ListDomainsResponse;
import dev.atelier.studio.v1.UpdateDomainRequest;
import dev.atelier.studio.v1.UpdateDomainResponse;
import dev.atelier.studio.wire.ListProto;
import dev.atelier.studio.wire.UpdateMask;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** Domains over gRPC. */
@GrpcService
@Blocking
class DomainGrpc implements DomainService {
    private final DomainOperations operations;
    private final CallerContext callers;

    DomainGrpc(DomainOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @Override
    public Uni<CreateDomainResponse> createDomain(CreateDomainRequest request) {
        return Uni.createFrom().item(() -> {
            NewDomain domain = new NewDomain(
                    request.getDomainName(),
                    CreateDomainJson.settings(
                            SettingsProto.settings(request.getDefaultUserSettings()),
                            request.getDefaultImage(),
                            request.getDefaultInstanceType()),
                    SettingsProto.quotas(request.getQuotas()),
                    request.getTagsMap());
            return CreateDomainResponse.newBuilder()
                    .setDomain(TenancyProto.domain(
                            operations.create(callers.caller(), domain, request.getIdempotencyKey())))
                    .build();
        });
    }

    @Override
    public Uni<GetDomainResponse> getDomain(GetDomainRequest request) {
        return Uni.createFrom()
                .item(() -> GetDomainResponse.newBuilder()
                        .setDomain(TenancyProto.domain(operations.get(callers.caller(), request.getDomainId())))
                        .build());
    }

    @Override
    public Uni<ListDomainsResponse> listDomains(ListDomainsRequest request) {
        return Uni.createFrom().item(() -> {
            Page<dev.atelier.studio.v1.Domain> page = operations
                    .list(
                            callers.caller(),
                            new TenancyFilter(
                                    request.getNameContains(),
                                    ListProto.status(request.getStatus()),
                                    ListProto.sort(request.getSortBy(), request.getSortOrder())),
                            PageRequest.ofProto(request.getPageSize(), request.getPageToken()))
                    .map(TenancyProto::domain);
            return ListDomainsResponse.newBuilder()
                    .addAllDomains(page.items())
                    .setNextPageToken(page.nextPageTokenOrEmpty())
                    .build();
        });
    }

    @Override
    public Uni<UpdateDomainResponse> updateDomain(UpdateDomainRequest request) {
        return Uni.createFrom().item(() -> {
            UpdateMask mask = new UpdateMask(request.getUpdateMask(), "default_user_settings", "quotas", "tags");
            DomainChange change = new DomainChange(
                    mask.value(
                            "default_user_settings",
                            request.hasDefaultUserSettings(),
                            SettingsProto.settings(request.getDefaultUserSettings())),
                    mask.value("quotas", request.hasQuotas(), SettingsProto.quotas(request.getQuotas())),
                    mask.value("tags", request.getTagsCount() > 0, request.getTagsMap()));
            return UpdateDomainResponse.newBuilder()
                    .setDomain(TenancyProto.domain(operations.update(callers.caller(), request.getDomainId(), change)))
                    .build();
        });
    }

    @Override
    public Uni<DeleteDomainResponse> deleteDomain(DeleteDomainRequest request) {
        return Uni.createFrom().item(() -> {
            operations.delete(callers.caller(), request.getDomainId());
            return DeleteDomainResponse.getDefaultInstance();
        });
    }
}
