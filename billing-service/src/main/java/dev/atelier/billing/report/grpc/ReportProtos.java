package dev.atelier.billing.report.grpc;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.page.PageRequest;
import dev.atelier.api.time.ProtoTimes;
import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.cost.CostRow;
import dev.atelier.billing.meter.grpc.UsageProtos;
import dev.atelier.billing.price.grpc.PriceProtos;
import dev.atelier.billing.report.CostFilter;
import dev.atelier.billing.report.CostQuery;
import dev.atelier.billing.report.CostReport;
import dev.atelier.billing.report.GroupBy;
import dev.atelier.billing.report.Grouping;
import dev.atelier.billing.report.Meter;
import dev.atelier.billing.report.MeterUpdate;
import dev.atelier.billing.report.Period;
import dev.atelier.billing.v1.CostGrouping;
import dev.atelier.billing.v1.GetCostsRequest;
import dev.atelier.billing.v1.GetCostsResponse;
import dev.atelier.billing.v1.WatchMetersResponse;
import dev.atelier.common.v1.Money;
import dev.atelier.platform.time.RequestTimes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Costs and meters as messages. */
public final class ReportProtos {
    private ReportProtos() {}

    static CostQuery query(GetCostsRequest request) {
        return new CostQuery(
                request.hasStart() ? RequestTimes.instant("start", request.getStart()) : null,
                request.hasEnd() ? RequestTimes.instant("end", request.getEnd()) : null,
                groupings(request),
                period(request),
                filter(request.getFilter()),
                request.getPageSize() == 0 && request.getPageToken().isEmpty()
                        ? null
                        : PageRequest.ofProto(request.getPageSize(), request.getPageToken()));
    }

    /** As a filter. */
    public static CostFilter filter(dev.atelier.billing.v1.CostFilter filter) {
        return new CostFilter(
                filter.getDomainId(),
                filter.getUserProfileName(),
                filter.getTeam(),
                filter.getProject(),
                filter.getInstanceType(),
                PriceProtos.code(filter.getComponent()),
                filter.getJobName(),
                filter.getEndpointName(),
                filter.getResourceId(),
                filter.getRegion(),
                filter.getSpaceName(),
                new TreeMap<>(filter.getTagsMap()));
    }

    static GetCostsResponse response(CostReport report) {
        Map<Amount, Money> zeros = new ConcurrentHashMap<>();
        List<String> codes = report.groupBy().stream().map(GroupBy::code).toList();
        return GetCostsResponse.newBuilder()
                .addAllRows(report.costs().rows().parallelStream()
                        .map(row -> row(row, codes, zeros))
                        .toList())
                .addAllTotals(
                        report.costs().totals().stream().map(PriceProtos::money).toList())
                .setStart(ProtoTimes.timestamp(report.start()))
                .setEnd(ProtoTimes.timestamp(report.end()))
                .setNextPageToken(Objects.requireNonNullElse(report.nextPageToken(), ""))
                .setEstimated(report.costs().estimated())
                .build();
    }

    static dev.atelier.billing.v1.Meter meter(Meter meter) {
        var message = dev.atelier.billing.v1.Meter.newBuilder()
                .setResourceId(meter.resourceId())
                .setComponent(PriceProtos.component(meter.component()))
                .setInstanceType(meter.usage().instanceType())
                .setInstanceCount(meter.usage().instanceCount())
                .setRegion(meter.usage().region())
                .setOwner(UsageProtos.owner(meter.owner()))
                .setJobName(meter.usage().jobName())
                .setEndpointName(meter.usage().endpointName())
                .setStart(ProtoTimes.timestamp(meter.start()))
                .setEstimated(meter.estimated())
                .addAllMemberIds(meter.memberIds())
                .setStorageBytes(meter.usage().storageBytes())
                .setIdle(meter.idle());
        @Nullable Instant silentSince = meter.silentSince();
        if (silentSince != null) {
            message.setSilentSince(ProtoTimes.timestamp(silentSince));
        }
        @Nullable Amount costSoFar = meter.costSoFar();
        if (costSoFar != null) {
            message.setCostSoFar(PriceProtos.money(costSoFar));
        }
        @Nullable Amount pricePerHour = meter.pricePerHour();
        if (pricePerHour != null) {
            message.setPricePerHour(PriceProtos.money(pricePerHour));
        }
        return message.build();
    }

    static WatchMetersResponse update(MeterUpdate update) {
        return WatchMetersResponse.newBuilder()
                .setTime(ProtoTimes.timestamp(update.time()))
                .setChanges(!update.complete())
                .addAllMeters(update.meters().stream().map(ReportProtos::meter).toList())
                .addAllEndedResourceIds(update.ended())
                .setRunning(update.running())
                .addAllTotals(update.totals().stream()
                        .map(total -> dev.atelier.billing.v1.MeterTotal.newBuilder()
                                .setCostSoFar(PriceProtos.money(total.costSoFar()))
                                .setPricePerHour(PriceProtos.money(total.pricePerHour()))
                                .setEstimated(total.estimated())
                                .build())
                        .toList())
                .build();
    }

    /** A row; most have neither idle cost nor saved any, and share the messages which say so. */
    private static dev.atelier.billing.v1.CostRow row(CostRow row, List<String> codes, Map<Amount, Money> zeros) {
        var message = dev.atelier.billing.v1.CostRow.newBuilder()
                .setCost(PriceProtos.money(row.cost()))
                .setUsage(ProtoTimes.duration(row.usage()))
                .setRunning(row.running())
                .setEstimated(row.estimated())
                .setIdleCost(money(row.idleCost(), zeros))
                .setSharingSaved(money(row.sharingSaved(), zeros))
                .setStorageGbMonths(row.gbMonths().toPlainString());
        for (int i = 0; i < codes.size(); i++) {
            message.putGroup(codes.get(i), row.group().get(i));
        }
        dev.atelier.billing.v1.CostRow built = message.build();
        // a message keeps its size, and rows are made on all cores, but written on one
        var _ = built.getSerializedSize();
        return built;
    }

    private static Money money(Amount amount, Map<Amount, Money> zeros) {
        return amount.value().signum() == 0
                ? zeros.computeIfAbsent(amount, PriceProtos::money)
                : PriceProtos.money(amount);
    }

    private static List<GroupBy> groupings(GetCostsRequest request) {
        return Stream.concat(
                        request.getGroupByList().stream().map(ReportProtos::grouping),
                        request.getGroupByTagsList().stream().map(GroupBy.Tag::new))
                .toList();
    }

    private static @Nullable Period period(GetCostsRequest request) {
        return switch (request.getPeriod()) {
            case COST_PERIOD_UNSPECIFIED -> null;
            case COST_PERIOD_HOUR -> Period.of("hour", request.getTimeZone());
            case COST_PERIOD_DAY -> Period.of("day", request.getTimeZone());
            case COST_PERIOD_MONTH -> Period.of("month", request.getTimeZone());
            case UNRECOGNIZED -> throw AtelierException.invalid("period", "must be one of hour, day, month");
        };
    }

    private static Grouping grouping(CostGrouping grouping) {
        return switch (grouping) {
            case COST_GROUPING_USER -> Grouping.USER;
            case COST_GROUPING_TEAM -> Grouping.TEAM;
            case COST_GROUPING_PROJECT -> Grouping.PROJECT;
            case COST_GROUPING_DOMAIN -> Grouping.DOMAIN;
            case COST_GROUPING_INSTANCE_TYPE -> Grouping.INSTANCE_TYPE;
            case COST_GROUPING_COMPONENT -> Grouping.COMPONENT;
            case COST_GROUPING_REGION -> Grouping.REGION;
            case COST_GROUPING_RESOURCE -> Grouping.RESOURCE;
            case COST_GROUPING_APP -> Grouping.APP;
            case COST_GROUPING_JOB -> Grouping.JOB;
            case COST_GROUPING_ENDPOINT -> Grouping.ENDPOINT;
            case COST_GROUPING_SPACE -> Grouping.SPACE;
            case COST_GROUPING_UNSPECIFIED, UNRECOGNIZED ->
                throw AtelierException.invalid("groupBy", "must be of " + Grouping.CODES);
        };
    }
}
