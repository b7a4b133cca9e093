package dev.atelier.studio.instance;

import dev.atelier.studio.usage.Price;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance with what runs on it and what it costs.
 *
 * @param costSoFar null while billing cannot say
 */
public record InstanceView(
        Instance instance,
        List<String> appNames,
        @Nullable Price pricePerHour,
        @Nullable Price costSoFar) {
    public InstanceView {
        appNames = List.copyOf(appNames);
    }
}
