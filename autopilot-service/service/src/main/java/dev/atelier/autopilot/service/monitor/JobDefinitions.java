package dev.atelier.autopilot.service.monitor;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.endpoint.Endpoint;
import dev.atelier.autopilot.service.endpoint.EndpointService;
import dev.atelier.autopilot.service.support.AutopilotConfig;
import dev.atelier.autopilot.service.support.Ids;
import dev.atelier.autopilot.service.support.ResourceName;
import dev.atelier.autopilot.service.usage.Listing;
import dev.atelier.autopilot.service.usage.OwnedList;
import dev.atelier.autopilot.service.usage.OwnerLimits;
import dev.atelier.autopilot.service.usage.Owners;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be done with job definitions of monitors; names are unique within a type. */
@ApplicationScoped
public class JobDefinitions {
    private static final String KIND = "monitoring job definition";
    private static final int MAX_NAME = 63;
    private static final OwnerLimits.Things DEFINITIONS = new OwnerLimits.Things(
            "monitoring job definitions",
            "atelier.autopilot.limits.monitors-per-user",
            "Delete one that is not needed.");
    private static final OwnedList<JobDefinitionEntity> LIST =
            new OwnedList<>(JobDefinitionEntity.class, "1 = 1", "", "e.creationTime");

    private final EntityManager entities;
    private final EndpointService endpoints;
    private final Owners owners;
    private final OwnerLimits limits;
    private final int most;
    private final Clock clock;

    JobDefinitions(
            EntityManager entities,
            EndpointService endpoints,
            Owners owners,
            OwnerLimits limits,
            AutopilotConfig config,
            Clock clock) {
        this.entities = entities;
        this.endpoints = endpoints;
        this.owners = owners;
        this.limits = limits;
        this.most = config.limits().monitorsPerUser();
        this.clock = clock;
    }

    /**
     * Makes one; it belongs to the owner of its endpoint.
     *
     * @throws AtelierException RESOURCE_NOT_FOUND for an endpoint that is not there, RESOURCE_ALREADY_EXISTS
     */
    public JobDefinition create(Caller caller, NewJobDefinition asked) {
        String name = ResourceName.check("jobDefinitionName", asked.name(), MAX_NAME);
        NewSchedule.check(asked.threshold(), asked.maxRuntime());
        Endpoint endpoint = endpoints.get(caller, asked.endpointName());
        caller.requireProfile(endpoint.owner().domainId(), endpoint.owner().userProfileName());
        JobDefinition definition = new JobDefinition(
                Ids.next("mjd", clock),
                name,
                endpoint.owner(),
                asked.type(),
                endpoint.name(),
                asked.threshold(),
                asked.instanceType(),
                asked.maxRuntime(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        limits.keep(definition.owner(), new JobDefinitionEntity(definition), most, DEFINITIONS, KIND, name);
        return definition;
    }

    /** The definition, when the caller may see it. */
    public JobDefinition get(Caller caller, MonitoringType type, String name) {
        return find(type, name)
                .filter(definition -> caller.sees(
                        definition.owner().domainId(), definition.owner().userProfileName()))
                .orElseThrow(() -> AtelierException.notFound(KIND, name));
    }

    /**
     * Definitions that the caller may see.
     *
     * @param endpointName null for any
     */
    public Page<JobDefinition> list(
            Caller caller, MonitoringType type, @Nullable String endpointName, Listing listing, PageRequest page) {
        Owners.Scope scope = owners.scope(caller, null, null);
        Map<String, Optional<?>> more = Map.of(
                "e.type = %s", Optional.of(type.label()), "e.endpointName = %s", Optional.ofNullable(endpointName));
        List<JobDefinition> found = QuarkusTransaction.requiringNew()
                .call(() -> LIST.page(entities, scope, listing, more, page).stream()
                        .map(JobDefinitionEntity::toDefinition)
                        .toList());
        return Page.of(
                found,
                page,
                definition -> listing.token(
                        new Listing.Place(definition.id(), definition.name(), "", definition.creationTime())));
    }

    /** Removes it; monitors that were made from it go on. */
    public void delete(Caller caller, MonitoringType type, String name) {
        JobDefinition definition = get(caller, type, name);
        caller.requireProfile(definition.owner().domainId(), definition.owner().userProfileName());
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createQuery("delete from JobDefinitionEntity e where e.id = :id")
                        .setParameter("id", definition.id())
                        .executeUpdate());
    }

    private Optional<JobDefinition> find(MonitoringType type, String name) {
        return QuarkusTransaction.requiringNew()
                .call(() -> entities.createQuery(
                                "select e from JobDefinitionEntity e where e.type = :type and e.name = :name",
                                JobDefinitionEntity.class)
                        .setParameter("type", type.label())
                        .setParameter("name", name)
                        .getResultStream()
                        .findFirst()
                        .map(JobDefinitionEntity::toDefinition));
    }
}
