package dev.atelier.autopilot.service.model;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.endpoint.Endpoint;
import dev.atelier.autopilot.service.endpoint.EndpointService;
import dev.atelier.autopilot.service.endpoint.NewVariant;
import dev.atelier.autopilot.service.support.AutopilotConfig;
import dev.atelier.autopilot.service.support.Ids;
import dev.atelier.autopilot.service.support.ResourceName;
import dev.atelier.autopilot.service.usage.Listing;
import dev.atelier.autopilot.service.usage.OwnedList;
import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.autopilot.service.usage.OwnerLimits;
import dev.atelier.autopilot.service.usage.Owners;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be done with configurations of endpoints. */
@ApplicationScoped
public class EndpointConfigService {
    private static final String KIND = "endpoint configuration";
    private static final int MAX_NAME = 63;
    private static final int MAX_VARIANTS = 10;
    private static final OwnerLimits.Things CONFIGS = new OwnerLimits.Things(
            "endpoint configurations",
            "atelier.autopilot.limits.endpoint-configs-per-user",
            "Delete one that is not needed.");
    private static final OwnedList<EndpointConfigEntity> LIST =
            new OwnedList<>(EndpointConfigEntity.class, "1 = 1", "", "e.creationTime");

    private final EntityManager entities;
    private final ModelService models;
    private final EndpointService endpoints;
    private final Owners owners;
    private final OwnerLimits limits;
    private final int most;
    private final Clock clock;

    EndpointConfigService(
            EntityManager entities,
            ModelService models,
            EndpointService endpoints,
            Owners owners,
            OwnerLimits limits,
            AutopilotConfig config,
            Clock clock) {
        this.entities = entities;
        this.models = models;
        this.endpoints = endpoints;
        this.owners = owners;
        this.limits = limits;
        this.most = config.limits().endpointConfigsPerUser();
        this.clock = clock;
    }

    /**
     * Makes a configuration; it belongs to the owner of its models. What else is wrong with a variant is said when an endpoint is made.
     *
     * @param capturePercent null for no capture
     * @throws AtelierException RESOURCE_NOT_FOUND for a model that is not there, RESOURCE_ALREADY_EXISTS
     */
    public EndpointConfig create(
            Caller caller, @Nullable String asked, List<ConfigVariant> variants, @Nullable Integer capturePercent) {
        String name = ResourceName.check("endpointConfigName", asked, MAX_NAME);
        if (variants.isEmpty() || variants.size() > MAX_VARIANTS) {
            throw AtelierException.invalid("productionVariants", "must have 1 to %d entries".formatted(MAX_VARIANTS));
        }
        List<FieldViolation> violations = new ArrayList<>();
        for (int i = 0; i < variants.size(); i++) {
            variants.get(i).check("productionVariants[%d].".formatted(i), violations);
        }
        if (!violations.isEmpty()) {
            throw AtelierException.invalid(violations);
        }
        if (variants.stream().map(ConfigVariant::name).distinct().count() < variants.size()) {
            throw AtelierException.invalid("productionVariants", "must have names that differ");
        }
        if (capturePercent != null && (capturePercent < 0 || capturePercent > 100)) {
            throw AtelierException.invalid("dataCapture.samplingPercentage", "must be between 0 and 100");
        }
        EndpointConfig config = new EndpointConfig(
                Ids.next("epc", clock),
                name,
                owner(caller, variants),
                variants,
                capturePercent,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        limits.keep(config.owner(), new EndpointConfigEntity(config), most, CONFIGS, KIND, name);
        return config;
    }

    private Owner owner(Caller caller, List<ConfigVariant> variants) {
        List<Owner> found = variants.stream()
                .map(variant -> models.get(caller, variant.modelName()).owner())
                .toList();
        Owner owner = found.getFirst();
        caller.requireProfile(owner.domainId(), owner.userProfileName());
        if (found.stream()
                .anyMatch(other -> !other.domainId().equals(owner.domainId())
                        || !other.userProfileName().equals(owner.userProfileName()))) {
            throw AtelierException.invalid("productionVariants", "must have models of one user profile");
        }
        return owner;
    }

    /**
     * Makes an endpoint from it, or moves the caller's endpoint of that name to it, without losing a request.
     *
     * @throws AtelierException what is wrong with a variant, the endpoint, the instance type or the price
     */
    public Endpoint deploy(Caller caller, String name, @Nullable String endpointName) {
        EndpointConfig config = get(caller, name);
        caller.requireProfile(config.owner().domainId(), config.owner().userProfileName());
        List<NewVariant> variants = variants(caller, config);
        if (endpointName != null && endpoints.find(caller, endpointName).isPresent()) {
            return endpoints.update(
                    caller,
                    endpointName,
                    new EndpointService.EndpointChange(
                            variants, null, Objects.requireNonNullElse(config.capturePercent(), 0)));
        }
        return endpoints.create(
                caller, new EndpointService.NewEndpoint(endpointName, variants, config.capturePercent()), null);
    }

    /** The variants of an endpoint that is made from it now, with the candidates that its models name. */
    public List<NewVariant> variants(Caller caller, EndpointConfig config) {
        return config.variants().stream()
                .map(variant -> variant.of(models.usable(caller, variant.modelName())))
                .toList();
    }

    /** The configuration, when the caller may see it. */
    public EndpointConfig get(Caller caller, String name) {
        return find(name)
                .filter(config ->
                        caller.sees(config.owner().domainId(), config.owner().userProfileName()))
                .orElseThrow(() -> AtelierException.notFound(KIND, name));
    }

    /** Configurations of a profile or, for those who see everything, of all. */
    public Page<EndpointConfig> list(
            Caller caller,
            @Nullable String domainId,
            @Nullable String userProfileName,
            Listing listing,
            PageRequest page) {
        Owners.Scope scope = owners.scope(caller, domainId, userProfileName);
        List<EndpointConfig> found = QuarkusTransaction.requiringNew()
                .call(() -> LIST.page(entities, scope, listing, page).stream()
                        .map(EndpointConfigEntity::toConfig)
                        .toList());
        return Page.of(
                found,
                page,
                config -> listing.token(new Listing.Place(config.id(), config.name(), "", config.creationTime())));
    }

    /** Removes it; endpoints that were made from it go on. */
    public void delete(Caller caller, String name) {
        EndpointConfig config = get(caller, name);
        caller.requireProfile(config.owner().domainId(), config.owner().userProfileName());
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createQuery("delete from EndpointConfigEntity e where e.id = :id")
                        .setParameter("id", config.id())
                        .executeUpdate());
    }

    private Optional<EndpointConfig> find(String name) {
        return QuarkusTransaction.requiringNew()
                .call(() -> entities.createQuery(
                                "select e from EndpointConfigEntity e where e.name = :name", EndpointConfigEntity.class)
                        .setParameter("name", name)
                        .getResultStream()
                        .findFirst()
                        .map(EndpointConfigEntity::toConfig));
    }
}
