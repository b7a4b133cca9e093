package dev.atelier.studio.quota;

import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.tenancy.OwnerFilter;
import dev.atelier.studio.v1.ListQuotasRequest;
import dev.atelier.studio.v1.ListQuotasResponse;
import dev.atelier.studio.v1.Quota;
import dev.atelier.studio.v1.QuotaService;
import dev.atelier.studio.wire.Wire;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** Quotas over gRPC. */
@GrpcService
@Blocking
class QuotaGrpc implements QuotaService {
    private final QuotaOperations operations;
    private final CallerContext callers;

    QuotaGrpc(QuotaOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @Override
    public Uni<ListQuotasResponse> listQuotas(ListQuotasRequest request) {
        return Uni.createFrom()
                .item(() -> ListQuotasResponse.newBuilder()
                        .addAllQuotas(operations
                                .list(
                                        callers.caller(),
                                        new OwnerFilter(
                                                request.getDomainId(),
                                                request.getUserProfileName(),
                                                request.getSpaceName()))
                                .stream()
                                .map(QuotaGrpc::proto)
                                .toList())
                        .build());
    }

    private static Quota proto(QuotaUse use) {
        Quota.Builder builder = Quota.newBuilder()
                .setDomainId(use.domainId())
                .setUserProfileName(Wire.text(use.userProfileName()))
                .setSpaceName(Wire.text(use.spaceName()))
                .setQuota(use.quota())
                .setInstanceType(Wire.text(use.instanceType()))
                .setInUse(use.inUse());
        if (use.limit() != null) {
            builder.setLimit(use.limit());
        }
        return builder.build();
    }
}
