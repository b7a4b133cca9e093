package dev.atelier.studio.app;

import dev.atelier.studio.usage.Price;
import org.jspecify.annotations.Nullable;

/**
 * An app and what it costs.
 *
 * @param pricePerHour of the instance that it runs on; null for a free app or an unknown price
 * @param costSoFar its part of what the instance has cost; null for a free app, or while billing cannot say
 */
public record AppWithPrice(
        App app, @Nullable Price pricePerHour, @Nullable Price costSoFar) {}
