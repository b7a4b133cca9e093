package dev.atelier.studio.tenancy;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.v1.CreateDomainRequest;
import dev.atelier.studio.v1.CreateDomainResponse;
import dev.atelier.studio.v1.DeleteDomainRequest;
import dev.atelier.studio.v1.DeleteDomainResponse;
import dev.atelier.studio.v1.DomainService;
import dev.atelier.studio.v1.GetDomainRequest;
import dev.atelier.studio.v1.GetDomainResponse;
import dev.atelier.studio.v1.ListDomainsRequest;
import dev.atelier.studio.v1.ListDomainsResponse;
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
                    request.getDefaultImage(),
                    request.getDefaultInstanceType(),
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
                    .list(callers.caller(), PageRequest.ofProto(request.getPageSize(), request.getPageToken()))
                    .map(TenancyProto::domain);
            return ListDomainsResponse.newBuilder()
                    .addAllDomains(page.items())
                    .setNextPageToken(page.nextPageTokenOrEmpty())
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
