package dev.atelier.platform.support;

import dev.atelier.platform.security.CallerContext;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Answers on the event loop. */
@Path("/api/v1/loops")
public class LoopResource {
    private final CallerContext context;

    @Inject
    public LoopResource(CallerContext context) {
        this.context = context;
    }

    @GET
    @Path("/who")
    public Uni<ThingResource.Who> who() {
        return Uni.createFrom()
                .item(() -> new ThingResource.Who(
                        context.caller().subject(), context.caller().role().claim(), false));
    }
}
