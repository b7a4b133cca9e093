package dev.atelier.studio.app;

import dev.atelier.studio.usage.Price;
import org.jspecify.annotations.Nullable;

/** An app and what the instance that it runs on costs per hour; null for a free app or an unknown price. */
public record AppWithPrice(App app, @Nullable Price pricePerHour) {}
