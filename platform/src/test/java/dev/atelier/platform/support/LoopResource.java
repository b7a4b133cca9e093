package dev.atelier.platform.support;

import dev.atelier.billing.v1.RecordUsageRequest;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.billing.v1.UsageService;
import dev.atelier.platform.security.CallerContext;
import io.quarkus.grpc.GrpcClient;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Answers on the event loop. */
@Path("/api/v1/loops")
public class LoopResource {
    private final CallerContext context;
    private final UsageService billing;

    @Inject
    public LoopResource(CallerContext context, @GrpcClient("billing") UsageService billing) {
        this.context = context;
        this.billing = billing;
    }

    @GET
    @Path("/who")
    public Uni<ThingResource.Who> who() {
        return Uni.createFrom()
                .item(() -> new ThingResource.Who(
                        context.caller().subject(), context.caller().role().claim(), false));
    }

    /** Asks another service. */
    @GET
    @Path("/billing")
    public Uni<Long> billing() {
        return billing.recordUsage(Multi.createFrom()
                        .item(RecordUsageRequest.newBuilder()
                                .setEvent(UsageEvent.newBuilder().setId("ping"))
                                .build()))
                .map(answer -> answer.getAccepted() + answer.getDuplicates());
    }
}
