package dev.atelier.billing.price.grpc;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.price.Price;
import dev.atelier.billing.price.PriceBooks;
import dev.atelier.billing.v1.ListPricesRequest;
import dev.atelier.billing.v1.ListPricesResponse;
import dev.atelier.billing.v1.PriceService;
import dev.atelier.platform.security.CallerContext;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import java.time.Clock;

/** {@code atelier.billing.v1.PriceService}. */
@GrpcService
class PriceGrpc implements PriceService {
    private final PriceBooks prices;
    private final CallerContext callers;
    private final Clock clock;

    PriceGrpc(PriceBooks prices, CallerContext callers, Clock clock) {
        this.prices = prices;
        this.callers = callers;
        this.clock = clock;
    }

    @Override
    @Blocking
    public Uni<ListPricesResponse> listPrices(ListPricesRequest request) {
        callers.caller();
        Page<Price> page = prices.list(
                new PriceBooks.Filter(
                        request.getInstanceType(), PriceProtos.code(request.getComponent()), request.getRegion()),
                PageRequest.ofProto(request.getPageSize(), request.getPageToken()),
                clock.instant());
        return Uni.createFrom()
                .item(ListPricesResponse.newBuilder()
                        .addAllPrices(
                                page.items().stream().map(PriceProtos::price).toList())
                        .setNextPageToken(page.nextPageTokenOrEmpty())
                        .build());
    }
}
