package dev.atelier.bench.billing;

import com.google.protobuf.Timestamp;
import dev.atelier.bench.Figures;
import dev.atelier.billing.v1.CostFilter;
import dev.atelier.billing.v1.CostGrouping;
import dev.atelier.billing.v1.CostPeriod;
import dev.atelier.billing.v1.GetCostsRequest;
import dev.atelier.billing.v1.GetCostsResponse;
import java.time.Duration;
import java.util.Arrays;

/** How long a question over the whole month takes, beside the same sums by plain SQL over the intervals. */
final class Questions {
    private static final int ASKED = 7;
    private static final int WARM = 20;
    private static final int SHARED = 5_000;
    /** An answer has at most so many rows; more resources are asked for in pages. */
    private static final long MAX_ROWS = 100_000;

    private static final int PAGE = 100;
    private static final String AIM = "200 ms";

    private final BillingClient client;
    private final BenchDatabase database;
    private final Month month;

    Questions(BillingClient client, BenchDatabase database, Month month) {
        this.client = client;
        this.database = database;
        this.month = month;
    }

    void run(Figures figures) throws Exception {
        double unrest = database.rest();
        warm();
        figures.chapter(
                "Questions over %,d intervals to a warm service, median of %d; the ledger was at rest after %.0f s"
                        .formatted(month.intervals(), ASKED, unrest));
        for (CostGrouping grouping : CostGrouping.values()) {
            if (grouping != CostGrouping.COST_GROUPING_UNSPECIFIED && grouping != CostGrouping.UNRECOGNIZED) {
                String name =
                        grouping.name().substring("COST_GROUPING_".length()).toLowerCase(java.util.Locale.ROOT);
                if (grouping == CostGrouping.COST_GROUPING_RESOURCE && month.intervals() > MAX_ROWS) {
                    figures.figure(
                            "by resource, a page of %d".formatted(PAGE),
                            ask(request().addGroupBy(grouping).setPageSize(PAGE)),
                            "ms",
                            AIM);
                    figures.figure(
                            "by resource, of one team",
                            ask(request()
                                    .addGroupBy(grouping)
                                    .setFilter(CostFilter.newBuilder()
                                            .setDomainId(Month.DOMAIN)
                                            .setTeam("team-7"))),
                            "ms",
                            AIM);
                } else {
                    figures.figure("by " + name, ask(request().addGroupBy(grouping)), "ms", AIM);
                }
            }
        }
        figures.figure(
                "by user and instance type",
                ask(request()
                        .addGroupBy(CostGrouping.COST_GROUPING_USER)
                        .addGroupBy(CostGrouping.COST_GROUPING_INSTANCE_TYPE)),
                "ms",
                AIM);
        figures.figure(
                "by user and instance type, a page of %d".formatted(PAGE),
                ask(request()
                        .addGroupBy(CostGrouping.COST_GROUPING_USER)
                        .addGroupBy(CostGrouping.COST_GROUPING_INSTANCE_TYPE)
                        .setPageSize(PAGE)),
                "ms",
                AIM);
        figures.figure("by the tag 'stage'", ask(request().addGroupByTags("stage")), "ms", AIM);
        figures.figure(
                "by team and day",
                ask(request().addGroupBy(CostGrouping.COST_GROUPING_TEAM).setPeriod(CostPeriod.COST_PERIOD_DAY)),
                "ms",
                AIM);
        figures.figure(
                "by team and day in Berlin",
                ask(request()
                        .addGroupBy(CostGrouping.COST_GROUPING_TEAM)
                        .setPeriod(CostPeriod.COST_PERIOD_DAY)
                        .setTimeZone("Europe/Berlin")),
                "ms",
                AIM);
        figures.figure(
                "by team and day in Kolkata",
                ask(request()
                        .addGroupBy(CostGrouping.COST_GROUPING_TEAM)
                        .setPeriod(CostPeriod.COST_PERIOD_DAY)
                        .setTimeZone("Asia/Kolkata")),
                "ms",
                AIM);
        figures.figure(
                "by user, a month in Berlin",
                ask(request()
                        .setStart(time(Month.START.minus(Duration.ofHours(1)).getEpochSecond()))
                        .setEnd(time(month.end().minus(Duration.ofHours(2)).getEpochSecond()))
                        .addGroupBy(CostGrouping.COST_GROUPING_USER)),
                "ms",
                AIM);
        figures.figure(
                "by app and day",
                ask(request().addGroupBy(CostGrouping.COST_GROUPING_APP).setPeriod(CostPeriod.COST_PERIOD_DAY)),
                "ms",
                AIM);
        client.record(Month.shared(SHARED));
        figures.figure(
                "by app, %,d apps on %,d instances".formatted(2 * SHARED, SHARED),
                ask(request()
                        .addGroupBy(CostGrouping.COST_GROUPING_APP)
                        .setFilter(CostFilter.newBuilder().setDomainId(Month.SHARED_DOMAIN))),
                "ms",
                AIM);
        figures.figure(
                "by team and hour of a day",
                ask(request()
                        .setEnd(time(Month.START.plus(Duration.ofDays(1)).getEpochSecond()))
                        .addGroupBy(CostGrouping.COST_GROUPING_TEAM)
                        .setPeriod(CostPeriod.COST_PERIOD_HOUR)),
                "ms",
                AIM);
        figures.figure(
                "one user by hour",
                ask(request()
                        .setPeriod(CostPeriod.COST_PERIOD_HOUR)
                        .setFilter(CostFilter.newBuilder()
                                .setDomainId(Month.DOMAIN)
                                .setUserProfileName("user-77"))),
                "ms",
                AIM);
        figures.figure(
                "by team and hour of the month",
                ask(request().addGroupBy(CostGrouping.COST_GROUPING_TEAM).setPeriod(CostPeriod.COST_PERIOD_HOUR)),
                "ms",
                AIM);
        figures.figure(
                "by team and hour of the month, a page of %d".formatted(PAGE),
                ask(request()
                        .addGroupBy(CostGrouping.COST_GROUPING_TEAM)
                        .setPeriod(CostPeriod.COST_PERIOD_HOUR)
                        .setPageSize(PAGE)),
                "ms",
                AIM);
        figures.figure(
                "one user by day",
                ask(request()
                        .setPeriod(CostPeriod.COST_PERIOD_DAY)
                        .setFilter(CostFilter.newBuilder()
                                .setDomainId(Month.DOMAIN)
                                .setUserProfileName("user-77"))),
                "ms",
                AIM);
        figures.compare(
                "by team, beside plain SQL",
                ask(request().addGroupBy(CostGrouping.COST_GROUPING_TEAM)),
                plain("team"),
                "ms",
                "less");
        figures.compare(
                "by user, beside plain SQL",
                ask(request().addGroupBy(CostGrouping.COST_GROUPING_USER)),
                plain("user_profile_name"),
                "ms",
                "less");
    }

    /** Asks the longest answers until the service has compiled what makes them: many accounts, and many periods. */
    private void warm() {
        GetCostsRequest byUser =
                request().addGroupBy(CostGrouping.COST_GROUPING_USER).build();
        GetCostsRequest byHour = request()
                .addGroupBy(CostGrouping.COST_GROUPING_TEAM)
                .setPeriod(CostPeriod.COST_PERIOD_HOUR)
                .build();
        for (int i = 0; i < WARM; i++) {
            client.costs().getCosts(byUser);
            client.costs().getCosts(byHour);
        }
    }

    private GetCostsRequest.Builder request() {
        return GetCostsRequest.newBuilder()
                .setStart(time(Month.START.getEpochSecond()))
                .setEnd(time(month.end().getEpochSecond()))
                .setFilter(CostFilter.newBuilder().setDomainId(Month.DOMAIN));
    }

    private static Timestamp time(long seconds) {
        return Timestamp.newBuilder().setSeconds(seconds).build();
    }

    private double ask(GetCostsRequest.Builder request) throws Exception {
        GetCostsRequest question = request.build();
        return median(() -> {
            GetCostsResponse answer = client.costs().getCosts(question);
            if (answer.getRowsCount() == 0) {
                throw new IllegalStateException("No answer to " + question);
            }
        });
    }

    /** Usage and money by one column, as anybody would add them up. */
    private double plain(String column) throws Exception {
        String sql = """
                SELECT %1$s, sum(extract(epoch FROM i.ended_at - i.started_at)) AS seconds,
                       sum(extract(epoch FROM i.ended_at - i.started_at) * p.per_hour / 3600) AS cost
                FROM usage_interval i
                JOIN price_span p ON p.instance_type = i.instance_type AND p.component = i.component AND p.region = i.region
                 AND i.started_at >= p.valid_from AND i.started_at < p.valid_until
                WHERE i.started_at >= '2026-03-01Z' AND i.ended_at <= '2026-04-01Z'
                GROUP BY %1$s
                """.formatted(column);
        return median(() -> database.rows(sql));
    }

    @FunctionalInterface
    private interface Asking {
        void ask() throws Exception;
    }

    /** In milliseconds, after one time that does not count. */
    private static double median(Asking asking) throws Exception {
        asking.ask();
        double[] times = new double[ASKED];
        for (int i = 0; i < ASKED; i++) {
            long begin = System.nanoTime();
            asking.ask();
            times[i] = (System.nanoTime() - begin) / 1e6;
        }
        Arrays.sort(times);
        return times[ASKED / 2];
    }
}
