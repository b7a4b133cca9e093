package dev.atelier.billing.estimate;

import dev.atelier.billing.price.PriceKey;
import java.time.Duration;

/** Planned usage: a number of instances for a time. */
public record EstimateLine(PriceKey key, int instanceCount, Duration duration) {}
