package dev.atelier.studio.usage;

import dev.atelier.billing.v1.AppSubject;
import dev.atelier.billing.v1.CostSubject;
import dev.atelier.billing.v1.ResourceCost;
import dev.atelier.platform.cost.CostLookup;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** What instances and apps have cost so far, as billing knows it. */
@ApplicationScoped
public class Costs {
    private final CostLookup lookup;

    Costs(CostLookup lookup) {
        this.lookup = lookup;
    }

    /** Of these instances, by their id; what is not known is left out. */
    public Map<String, Price> ofInstances(Collection<String> instanceIds) {
        return of(instanceIds, Costs::instance);
    }

    /** Of these apps on their instances, by the app's id; what is not known is left out. */
    public Map<String, Price> ofApps(Map<String, String> instanceIdByAppId) {
        return of(instanceIdByAppId.keySet(), appId -> app(instanceIdByAppId.getOrDefault(appId, ""), appId));
    }

    private Map<String, Price> of(Collection<String> ids, Function<String, CostSubject> subject) {
        Map<CostSubject, ResourceCost> known =
                lookup.of(ids.stream().map(subject).toList());
        Map<String, Price> costs = new HashMap<>();
        for (String id : ids) {
            ResourceCost cost = known.get(subject.apply(id));
            if (cost != null && cost.hasCostSoFar()) {
                costs.put(
                        id,
                        new Price(
                                new BigDecimal(cost.getCostSoFar().getAmount()),
                                cost.getCostSoFar().getCurrency(),
                                cost.getEstimated()));
            }
        }
        return costs;
    }

    private static CostSubject instance(String instanceId) {
        return CostSubject.newBuilder().setResourceId(instanceId).build();
    }

    private static CostSubject app(String instanceId, String appId) {
        return CostSubject.newBuilder()
                .setApp(AppSubject.newBuilder().setResourceId(instanceId).setAppId(appId))
                .build();
    }
}
