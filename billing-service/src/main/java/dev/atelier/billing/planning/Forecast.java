package dev.atelier.billing.planning;

import java.time.Instant;
import java.util.List;

/** What the month of now will cost, one forecast per currency. */
public record Forecast(Instant start, Instant end, Instant now, List<MonthForecast> forecasts) {
    public Forecast {
        forecasts = List.copyOf(forecasts);
    }
}
