package dev.atelier.autopilot.service.usage;

import dev.atelier.billing.v1.CostSubject;
import dev.atelier.billing.v1.EndpointSubject;
import dev.atelier.billing.v1.JobSubject;
import dev.atelier.billing.v1.ResourceCost;
import dev.atelier.common.v1.Money;
import dev.atelier.platform.cost.CostLookup;
import dev.atelier.platform.json.MoneyJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What jobs and endpoints have cost so far, as billing knows it. */
@ApplicationScoped
public class Costs {
    private final CostLookup lookup;

    Costs(CostLookup lookup) {
        this.lookup = lookup;
    }

    /**
     * What one has cost.
     *
     * @param pricePerHour of what runs for it now; null when nothing does, and while billing cannot say
     * @param costSoFar null while billing cannot say
     * @param estimated whether one of them rests on an estimated price
     */
    public record Cost(
            @Nullable Money pricePerHour, @Nullable Money costSoFar, boolean estimated) {
        /** While billing cannot say. */
        public static final Cost UNKNOWN = new Cost(null, null, false);

        static Cost of(@Nullable ResourceCost cost) {
            return cost == null
                    ? UNKNOWN
                    : new Cost(
                            cost.hasPricePerHour() ? cost.getPricePerHour() : null,
                            cost.hasCostSoFar() ? cost.getCostSoFar() : null,
                            cost.getEstimated());
        }

        /** As JSON. */
        public @Nullable MoneyJson pricePerHourJson() {
            return json(pricePerHour);
        }

        /** As JSON. */
        public @Nullable MoneyJson costSoFarJson() {
            return json(costSoFar);
        }

        private static @Nullable MoneyJson json(@Nullable Money money) {
            return money == null ? null : MoneyJson.of(new BigDecimal(money.getAmount()), money.getCurrency());
        }
    }

    /** A job by its name and owner. */
    public static CostSubject job(Owner owner, String name) {
        return CostSubject.newBuilder()
                .setJob(JobSubject.newBuilder()
                        .setDomainId(owner.domainId())
                        .setUserProfileName(owner.userProfileName())
                        .setJobName(name))
                .build();
    }

    /** An endpoint by its name and owner. */
    public static CostSubject endpoint(Owner owner, String name) {
        return CostSubject.newBuilder()
                .setEndpoint(EndpointSubject.newBuilder()
                        .setDomainId(owner.domainId())
                        .setUserProfileName(owner.userProfileName())
                        .setEndpointName(name))
                .build();
    }

    /** All items with their costs, in order. */
    public <T, R> List<R> with(List<T> items, Function<T, CostSubject> subject, BiFunction<T, Cost, R> view) {
        Map<CostSubject, ResourceCost> known =
                lookup.of(items.stream().map(subject).toList());
        return items.stream()
                .map(item -> view.apply(item, Cost.of(known.get(subject.apply(item)))))
                .toList();
    }
}
