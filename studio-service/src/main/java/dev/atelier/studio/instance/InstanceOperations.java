package dev.atelier.studio.instance;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.studio.audit.Audited;
import dev.atelier.studio.audit.AuditedType;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.tenancy.Owners;
import dev.atelier.studio.tenancy.Scope;
import dev.atelier.studio.usage.Costs;
import dev.atelier.studio.usage.Price;
import dev.atelier.studio.usage.Prices;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What can be done with instances. They come with apps, so there is nothing to create. */
@ApplicationScoped
public class InstanceOperations {
    /** How long an ended instance or app stays listed, as in SageMaker. */
    public static final Duration LISTED = Duration.ofHours(24);

    private final InstanceStore store;
    private final Owners owners;
    private final InstanceOccupants occupants;
    private final Prices prices;
    private final Costs costs;
    private final Clock clock;

    InstanceOperations(
            InstanceStore store, Owners owners, InstanceOccupants occupants, Prices prices, Costs costs, Clock clock) {
        this.store = store;
        this.owners = owners;
        this.occupants = occupants;
        this.prices = prices;
        this.costs = costs;
        this.clock = clock;
    }

    /** The instance, also one that ended; somebody else's is not found. */
    public InstanceView get(Caller caller, String instanceId) {
        Instance instance = store.find(instanceId)
                .filter(Instance::billed)
                .filter(found -> owners.sees(caller, found.owner()))
                .orElseThrow(() -> AtelierException.notFound("instance", instanceId));
        return views(List.of(instance)).getFirst();
    }

    /** Instances; a member sees his own. Ended ones stay for a day. */
    public Page<InstanceView> list(Caller caller, InstanceFilter filter, PageRequest page) {
        Scope scope = owners.scopeAcrossDomains(caller, filter.owner());
        Page<Instance> found = store.list(scope, filter, clock.instant().minus(LISTED), page);
        return new Page<>(views(found.items()), found.nextPageToken());
    }

    /** Ends every app on the instance, and with the last of them the instance. Deleting what has ended does nothing. */
    @Transactional
    @Audited(value = "DeleteInstance", type = AuditedType.INSTANCE)
    public void delete(Caller caller, String instanceId) {
        Instance instance = store.lock(instanceId)
                .filter(Instance::billed)
                .filter(found -> owners.sees(caller, found.owner()))
                .orElseThrow(() -> AtelierException.notFound("instance", instanceId));
        Owner owner = instance.owner();
        owners.requireUse(caller, owner);
        switch (instance.state()) {
            case InstanceState.Pending _, InstanceState.Running _ -> occupants.shutDown(instanceId);
            case InstanceState.Stopping _, InstanceState.Stopped _, InstanceState.Failed _ -> {}
        }
    }

    private List<InstanceView> views(List<Instance> instances) {
        List<String> ids = instances.stream().map(Instance::instanceId).toList();
        Map<String, List<String>> names = occupants.appNames(ids);
        Map<String, Price> soFar = costs.ofInstances(ids);
        return instances.stream()
                .map(instance -> new InstanceView(
                        instance,
                        names.getOrDefault(instance.instanceId(), List.of()),
                        prices.perHour(instance.instanceType()).orElse(null),
                        soFar.get(instance.instanceId())))
                .toList();
    }
}
