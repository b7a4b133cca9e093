package dev.atelier.platform.support;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.billing.v1.ListPricesRequest;
import dev.atelier.billing.v1.ListPricesResponse;
import dev.atelier.billing.v1.Price;
import dev.atelier.billing.v1.PriceService;
import dev.atelier.platform.security.CallerContext;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.List;

/** Says who calls, or fails as the request wants it. */
@GrpcService
public class TestPrices implements PriceService {
    private final CallerContext context;

    @Inject
    public TestPrices(CallerContext context) {
        this.context = context;
    }

    @Override
    @RunOnVirtualThread
    public Uni<ListPricesResponse> listPrices(ListPricesRequest request) {
        return switch (request.getInstanceType()) {
            case "throw" -> throw AtelierException.notFound("price", "throw");
            case "fail" ->
                Uni.createFrom()
                        .failure(new AtelierException(
                                ErrorCode.VALIDATION,
                                "two things are wrong",
                                List.of(new FieldViolation("region", "unknown"), new FieldViolation("size", "odd"))));
            case "boom" -> throw new IllegalStateException("the password is hunter2");
            case "boom-later" -> Uni.createFrom().failure(new IllegalStateException("the password is hunter2"));
            default ->
                Uni.createFrom()
                        .item(ListPricesResponse.newBuilder()
                                .addPrices(Price.newBuilder()
                                        .setSource(context.caller().subject())
                                        .setRegion(Boolean.toString(
                                                Thread.currentThread().isVirtual())))
                                .build());
        };
    }
}
