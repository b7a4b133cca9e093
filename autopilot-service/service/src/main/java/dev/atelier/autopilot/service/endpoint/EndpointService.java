package dev.atelier.autopilot.service.endpoint;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.engine.Directories;
import dev.atelier.autopilot.service.engine.Trees;
import dev.atelier.autopilot.service.support.AutopilotConfig;
import dev.atelier.autopilot.service.support.Ids;
import dev.atelier.autopilot.service.support.ResourceName;
import dev.atelier.autopilot.service.usage.Listing;
import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.autopilot.service.usage.OwnerLimits;
import dev.atelier.autopilot.service.usage.Owners;
import dev.atelier.platform.idempotency.Idempotency;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.hibernate.exception.ConstraintViolationException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What can be done with endpoints, but asking them: that is {@link EndpointInvoker}. */
@ApplicationScoped
public class EndpointService {
    private static final Logger LOG = Logger.getLogger(EndpointService.class);
    private static final String KIND = "endpoint";
    private static final int MAX_NAME = 63;
    private static final OwnerLimits.Things ENDPOINTS = new OwnerLimits.Things(
            "endpoints", "atelier.autopilot.limits.endpoints-per-user", "Delete one that is not needed.");

    private final EndpointRepository endpoints;
    private final VariantPlan plan;
    private final Owners owners;
    private final Idempotency idempotency;
    private final Directories directories;
    private final EndpointReconciler reconciler;
    private final EndpointRoutes routes;
    private final OwnerLimits limits;
    private final int mostEndpoints;
    private final Clock clock;

    EndpointService(
            EndpointRepository endpoints,
            VariantPlan plan,
            Owners owners,
            Idempotency idempotency,
            Directories directories,
            EndpointReconciler reconciler,
            EndpointRoutes routes,
            OwnerLimits limits,
            AutopilotConfig config,
            Clock clock) {
        this.endpoints = endpoints;
        this.plan = plan;
        this.owners = owners;
        this.idempotency = idempotency;
        this.directories = directories;
        this.reconciler = reconciler;
        this.routes = routes;
        this.limits = limits;
        this.mostEndpoints = config.limits().endpointsPerUser();
        this.clock = clock;
    }

    /**
     * What a caller asks for.
     *
     * @param capturePercent which share of the requests is captured; null for none
     */
    public record NewEndpoint(
            @Nullable String name,
            List<NewVariant> variants,
            @Nullable Integer capturePercent) {}

    /**
     * Another configuration.
     *
     * @param variants the new ones, all of them; empty when they stay as they are
     * @param canary null to move at once when the new workers are up
     * @param capturePercent null leaves it as it is
     */
    public record EndpointChange(
            List<NewVariant> variants,
            @Nullable Canary canary,
            @Nullable Integer capturePercent) {}

    /**
     * What is to change of a variant that takes requests; null leaves it as it is.
     *
     * @param instanceCount by how many workers; with scaling it is brought within the bounds and then follows the load
     * @param weight how much of the traffic it takes
     * @param scaling how the number of workers follows the load
     */
    public record VariantChange(
            @Nullable Integer instanceCount,
            @Nullable Double weight,
            @Nullable InstanceScaling scaling) {}

    /** What an idempotency key remembers. */
    @RegisterForReflection
    record Created(String endpointId) {}

    /**
     * Deploys candidates; the endpoint belongs to the owner of their jobs, with what the user profile says now.
     *
     * @throws AtelierException what is wrong with the request, the candidates, the instance type or the price
     */
    public Endpoint create(Caller caller, NewEndpoint asked, @Nullable String idempotencyKey) {
        String name = ResourceName.check("endpointName", asked.name(), MAX_NAME);
        checkCapture(asked.capturePercent());
        Created created;
        try {
            created = QuarkusTransaction.requiringNew()
                    .call(() -> idempotency.once(
                            caller,
                            "CreateEndpoint",
                            idempotencyKey,
                            asked,
                            Created.class,
                            () -> store(caller, name, asked)));
        } catch (ConstraintViolationException e) {
            throw AtelierException.alreadyExists(KIND, name);
        }
        reconciler.wake();
        return QuarkusTransaction.requiringNew()
                .call(() -> endpoints.findByIdOptional(created.endpointId()).map(endpoints::render))
                .orElseThrow(() -> AtelierException.notFound(KIND, name));
    }

    private Created store(Caller caller, String name, NewEndpoint asked) {
        VariantPlan.Planned planned = plan.of(caller, asked.variants(), null);
        if (endpoints.named(name).isPresent()) {
            throw AtelierException.alreadyExists(KIND, name);
        }
        Owner owner = planned.owner();
        plan.authorize(owner, planned.variants());
        limits.take(owner, EndpointEntity.class, "e.status <> 'Deleted'", mostEndpoints, ENDPOINTS);
        EndpointEntity endpoint = new EndpointEntity(Ids.next("ep", clock), name, owner, now());
        endpoint.capturePercent = asked.capturePercent();
        try {
            endpoints.persist(endpoint);
            endpoints.flush();
            plan.install(endpoint.id, endpoint.version, planned.variants());
        } catch (RuntimeException e) {
            Trees.delete(directories.endpoint(endpoint.id));
            throw e;
        }
        LOG.infof(
                "endpoint created; endpoint=%s variants=%d",
                name, planned.variants().size());
        return new Created(endpoint.id);
    }

    /**
     * Moves an endpoint to another configuration without losing a request: the old one answers until the new one does.
     *
     * @throws AtelierException CONFLICT unless it is InService
     */
    public Endpoint update(Caller caller, String name, EndpointChange change) {
        checkCapture(change.capturePercent());
        return changed(caller, name, endpoint -> {
            if (change.capturePercent() != null) {
                endpoint.capturePercent = change.capturePercent();
            }
            if (change.variants().isEmpty()) {
                return;
            }
            EndpointLifecycle.InService state = inService(endpoint);
            Owner owner = endpoint.owner.toOwner();
            VariantPlan.Planned planned = plan.of(caller, change.variants(), owner);
            plan.authorize(owner, planned.variants());
            endpoint.update(change.canary());
            plan.install(endpoint.id, endpoint.version, planned.variants());
            endpoint.write(state.update());
            LOG.infof("endpoint updates; endpoint=%s version=%d", name, endpoint.version);
        });
    }

    /**
     * Changes how much of the traffic variants take and by how many workers, all of them or none.
     *
     * @param changes by the variant's name
     * @throws AtelierException CONFLICT unless it is InService
     */
    public Endpoint scale(Caller caller, String name, Map<String, VariantChange> changes) {
        return changed(caller, name, endpoint -> {
            inService(endpoint);
            plan.scale(endpoint, changes);
        });
    }

    private Endpoint changed(Caller caller, String name, Consumer<EndpointEntity> change) {
        Endpoint found = get(caller, name);
        caller.requireProfile(found.owner().domainId(), found.owner().userProfileName());
        Endpoint now = QuarkusTransaction.requiringNew().call(() -> {
            EndpointEntity endpoint =
                    endpoints.lock(found.id()).orElseThrow(() -> AtelierException.notFound(KIND, name));
            change.accept(endpoint);
            endpoint.lastModifiedTime = now();
            endpoints.flush();
            return endpoints.render(endpoint);
        });
        routes.refresh(name);
        reconciler.wake();
        return now;
    }

    private static EndpointLifecycle.InService inService(EndpointEntity endpoint) {
        if (endpoint.lifecycle() instanceof EndpointLifecycle.InService state) {
            return state;
        }
        throw AtelierException.conflict("The endpoint '%s' is %s; it can be changed when it is InService."
                .formatted(endpoint.name, endpoint.status));
    }

    /** The endpoint, when the caller may see it. */
    public Endpoint get(Caller caller, String name) {
        return find(caller, name).orElseThrow(() -> AtelierException.notFound(KIND, name));
    }

    /** The endpoint, when there is one that the caller may see. */
    public Optional<Endpoint> find(Caller caller, String name) {
        return find(name)
                .filter(endpoint -> caller.sees(
                        endpoint.owner().domainId(), endpoint.owner().userProfileName()));
    }

    /** The endpoints of a profile or, for those who see everything, of all; the newest first. */
    public Page<Endpoint> list(
            Caller caller, @Nullable String domainId, @Nullable String userProfileName, PageRequest page) {
        Owners.Scope scope = owners.scope(caller, domainId, userProfileName);
        List<Endpoint> found = QuarkusTransaction.requiringNew()
                .call(() -> endpoints.page(scope, page).stream()
                        .map(endpoints::render)
                        .toList());
        return Page.of(found, page, Endpoint::id);
    }

    /** Endpoints that the caller may see. */
    public Page<Endpoint> list(Caller caller, Listing listing, PageRequest page) {
        Owners.Scope scope = owners.scope(caller, null, null);
        List<Endpoint> found = QuarkusTransaction.requiringNew()
                .call(() -> endpoints.page(scope, listing, page).stream()
                        .map(endpoints::render)
                        .toList());
        return Page.of(
                found,
                page,
                endpoint -> listing.token(new Listing.Place(
                        endpoint.id(), endpoint.name(), endpoint.lifecycle().status(), endpoint.lastModifiedTime())));
    }

    /** Ends an endpoint and its charge. Deleting what is not there, or is another's, does nothing. */
    public void delete(Caller caller, String name) {
        Optional<Endpoint> found = find(caller, name);
        if (found.isEmpty()) {
            return;
        }
        Owner owner = found.get().owner();
        caller.requireProfile(owner.domainId(), owner.userProfileName());
        QuarkusTransaction.requiringNew()
                .run(() -> endpoints.lock(found.get().id()).ifPresent(entity -> {
                    if (entity.lifecycle() instanceof EndpointLifecycle.Deletable deletable) {
                        entity.write(deletable.delete());
                    }
                }));
        routes.refresh(name);
        reconciler.wake();
    }

    private Optional<Endpoint> find(String name) {
        return QuarkusTransaction.requiringNew()
                .call(() -> endpoints.named(name).map(endpoints::render));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static void checkCapture(@Nullable Integer percent) {
        if (percent != null && (percent < 0 || percent > 100)) {
            throw AtelierException.invalid("dataCapture.samplingPercentage", "must be between 0 and 100");
        }
    }
}
