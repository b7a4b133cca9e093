package dev.atelier.billing.planning.grpc;

import dev.atelier.billing.estimate.Comparison;
import dev.atelier.billing.planning.Advice;
import dev.atelier.billing.planning.MonthForecast;
import dev.atelier.billing.price.grpc.PriceProtos;
import dev.atelier.billing.v1.AdviceKind;
import dev.atelier.billing.v1.ForecastBasis;
import dev.atelier.billing.v1.InstanceTypeOption;
import dev.atelier.common.v1.Owner;

/** Comparisons, forecasts and advice as messages. */
final class PlanningProtos {
    private PlanningProtos() {}

    static InstanceTypeOption option(Comparison.Option option) {
        return InstanceTypeOption.newBuilder()
                .setInstanceType(option.spec().instanceType())
                .setVcpu(option.spec().vcpu())
                .setMemoryGib(option.spec().memoryGib().toPlainString())
                .setGpu(option.spec().gpu())
                .setPricePerHour(PriceProtos.money(option.pricePerHour()))
                .setCost(PriceProtos.money(option.cost()))
                .setEstimated(option.estimated())
                .build();
    }

    static dev.atelier.billing.v1.MonthForecast forecast(MonthForecast forecast) {
        return dev.atelier.billing.v1.MonthForecast.newBuilder()
                .setSpent(PriceProtos.money(forecast.spent()))
                .setExpected(PriceProtos.money(forecast.expected()))
                .setLow(PriceProtos.money(forecast.low()))
                .setHigh(PriceProtos.money(forecast.high()))
                .setBasis(
                        switch (forecast.basis()) {
                            case WEEKS -> ForecastBasis.FORECAST_BASIS_WEEKS;
                            case DAYS -> ForecastBasis.FORECAST_BASIS_DAYS;
                            case RUNNING -> ForecastBasis.FORECAST_BASIS_RUNNING;
                        })
                .setHistoryDays(forecast.historyDays())
                .setEstimated(forecast.estimated())
                .build();
    }

    static dev.atelier.billing.v1.Advice advice(Advice advice) {
        return dev.atelier.billing.v1.Advice.newBuilder()
                .setKind(
                        switch (advice.kind()) {
                            case IDLE -> AdviceKind.ADVICE_KIND_IDLE;
                            case FORGOTTEN_ENDPOINT -> AdviceKind.ADVICE_KIND_FORGOTTEN_ENDPOINT;
                            case CHEAPER_TYPE -> AdviceKind.ADVICE_KIND_CHEAPER_TYPE;
                            case OVERSIZED -> AdviceKind.ADVICE_KIND_OVERSIZED;
                        })
                .setOwner(
                        Owner.newBuilder().setDomainId(advice.domainId()).setUserProfileName(advice.userProfileName()))
                .setComponent(PriceProtos.component(advice.component()))
                .setInstanceType(advice.instanceType())
                .setEndpointName(advice.endpointName())
                .setSuggestedInstanceType(advice.suggestedInstanceType())
                .setMonthlySaving(PriceProtos.money(advice.monthlySaving()))
                .setEvidence(advice.evidence())
                .setEstimated(advice.estimated())
                .build();
    }
}
