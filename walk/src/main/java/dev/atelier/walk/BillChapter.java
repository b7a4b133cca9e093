package dev.atelier.walk;

import static dev.atelier.walk.StepFailedException.require;

import com.google.protobuf.util.Durations;
import dev.atelier.billing.v1.CostFilter;
import dev.atelier.billing.v1.CostGrouping;
import dev.atelier.billing.v1.CostRow;
import dev.atelier.billing.v1.CostServiceGrpc;
import dev.atelier.billing.v1.GetCostsRequest;
import dev.atelier.billing.v1.GetCostsResponse;
import dev.atelier.billing.v1.ListMetersRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Chapter 7: who pays for what. */
final class BillChapter {
    private static final Set<String> PARTS = Set.of("studio", "processing", "training", "hosting");

    private final Atelier atelier;
    private final Report report;
    private final CostFilter domain;
    private final CostServiceGrpc.CostServiceBlockingStub costs;

    BillChapter(Atelier atelier, Report report, Visit visit) {
        this.atelier = atelier;
        this.report = report;
        this.domain = CostFilter.newBuilder().setDomainId(visit.domainId()).build();
        this.costs = CostServiceGrpc.newBlockingStub(atelier.billingGrpc());
    }

    void run() {
        report.chapter("The bill");
        report.step(() -> {
            Waiting.until(
                    "The end of all meters",
                    Duration.ofSeconds(30),
                    () -> costs.listMeters(ListMetersRequest.newBuilder()
                                    .setFilter(domain)
                                    .build())
                            .getMetersCount(),
                    left -> left == 0);
            return "ListMeters: nothing runs";
        });
        BigDecimal total = atelier.spent(domain.getDomainId());
        for (CostGrouping grouping : List.of(
                CostGrouping.COST_GROUPING_USER,
                CostGrouping.COST_GROUPING_INSTANCE_TYPE,
                CostGrouping.COST_GROUPING_COMPONENT,
                CostGrouping.COST_GROUPING_JOB)) {
            report.step(() -> by(grouping, total));
        }
    }

    private String by(CostGrouping grouping, BigDecimal total) {
        GetCostsResponse answer = costs.getCosts(GetCostsRequest.newBuilder()
                .setFilter(domain)
                .addGroupBy(grouping)
                .build());
        BigDecimal sum = BigDecimal.ZERO;
        Set<String> names = new HashSet<>();
        for (CostRow row : answer.getRowsList()) {
            BigDecimal cost = new BigDecimal(row.getCost().getAmount());
            sum = sum.add(cost);
            String name = row.getGroupMap().values().stream()
                    .filter(value -> !value.isEmpty())
                    .collect(Collectors.joining(" "));
            names.add(name);
            report.detail(String.format(
                    Locale.ROOT,
                    "%-40s %10.1f s  $%s %s%s",
                    name.isEmpty() ? "(none)" : name,
                    Durations.toMillis(row.getUsage()) / 1000.0,
                    cost.stripTrailingZeros().toPlainString(),
                    row.getCost().getCurrency(),
                    row.getEstimated() ? " (estimated price)" : ""));
        }
        require(sum.compareTo(total) == 0, "The rows add up to " + sum + ", the total is " + total);
        require(sum.signum() > 0, "Nothing was charged");
        if (grouping == CostGrouping.COST_GROUPING_COMPONENT) {
            require(names.containsAll(PARTS), "The bill shows only " + names + ", not all of " + PARTS);
        }
        return "GetCosts by "
                + grouping.name()
                        .replace("COST_GROUPING_", "")
                        .toLowerCase(Locale.ROOT)
                        .replace('_', ' ') + ": adds up to the total to the last digit";
    }
}
