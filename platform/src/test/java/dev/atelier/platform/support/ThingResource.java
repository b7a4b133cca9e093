package dev.atelier.platform.support;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.security.CallerContext;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Path("/api/v1/things")
@RunOnVirtualThread
public class ThingResource {
    public enum Colour {
        RED,
        BLUE
    }

    public record Part(
            @Max(9) int size,
            @Nullable Instant since,
            @Nullable Colour colour) {}

    public record Thing(
            @NotBlank String name,
            @Nullable Duration life,
            @Nullable List<@Valid Part> parts) {}

    public record Who(String subject, String role, boolean virtual) {}

    private final CallerContext context;

    @Inject
    public ThingResource(CallerContext context) {
        this.context = context;
    }

    @POST
    public Thing create(@Valid Thing thing) {
        return thing;
    }

    @GET
    public Page<String> list(
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken,
            @QueryParam("weight") @Max(100) @Nullable Integer weight) {
        PageRequest request = PageRequest.of(pageSize, pageToken);
        List<String> all = List.of("a", "b", "c", "d", "e");
        List<String> rest = all.stream()
                .filter(name -> request.after() == null || name.compareTo(request.after()) > 0)
                .limit(request.limit())
                .toList();
        return Page.of(rest, request, name -> name);
    }

    @GET
    @Path("/who")
    public Who who() {
        return new Who(
                context.caller().subject(),
                context.caller().role().claim(),
                Thread.currentThread().isVirtual());
    }

    @GET
    @Path("/{name}")
    public String get(@PathParam("name") String name) {
        switch (name) {
            case "boom" -> throw new IllegalStateException("the password is hunter2");
            case "mine" -> context.caller().requireProfile("d-1", "ann");
            default -> throw AtelierException.notFound("thing", name);
        }
        return name;
    }
}
