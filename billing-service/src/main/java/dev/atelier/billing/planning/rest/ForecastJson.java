package dev.atelier.billing.planning.rest;

import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.planning.Forecast;
import dev.atelier.billing.planning.MonthForecast;
import dev.atelier.platform.json.MoneyJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the month of now will cost, one forecast per currency. */
@RegisterForReflection
@Schema(name = "Forecast")
record ForecastJson(Instant start, Instant end, Instant now, List<MonthJson> forecasts) {
    /** In one currency. */
    @RegisterForReflection
    @Schema(name = "MonthForecast")
    record MonthJson(
            MoneyJson spent,

            @Schema(description = "What the whole month will cost.")
            MoneyJson expected,

            @Schema(description = "Eight of ten such months lie between low and high.")
            MoneyJson low,

            MoneyJson high,

            @Schema(
                    description =
                            "weeks: the same days of earlier weeks; days: with less than two weeks of history, days "
                                    + "as they were; running: without a whole day, what runs now goes on, or stops.")
            String basis,

            @Schema(description = "How many whole days of the past it is made from.")
            int historyDays,

            @Schema(description = "A price of what was spent, or of what it is made from, is an estimate.")
            boolean estimated) {
        static MonthJson of(MonthForecast forecast) {
            return new MonthJson(
                    money(forecast.spent()),
                    money(forecast.expected()),
                    money(forecast.low()),
                    money(forecast.high()),
                    forecast.basis().code(),
                    forecast.historyDays(),
                    forecast.estimated());
        }
    }

    static ForecastJson of(Forecast forecast) {
        return new ForecastJson(
                forecast.start(),
                forecast.end(),
                forecast.now(),
                forecast.forecasts().stream().map(MonthJson::of).toList());
    }

    static MoneyJson money(Amount amount) {
        return MoneyJson.of(amount.value(), amount.currency());
    }
}
