package dev.atelier.studio.instance;

import dev.atelier.studio.usage.Price;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A kind of machine.
 *
 * @param name as in requests: {@code ml.t3.medium}
 * @param defaultFor {@code cpu} or {@code gpu} when it is the default for such images
 * @param pricePerHour null while billing knows no price for it or has not been reached yet
 */
public record InstanceType(
        String name,
        int vcpu,
        BigDecimal memoryGib,
        int gpu,
        boolean fastLaunch,
        @Nullable String defaultFor,
        @Nullable Price pricePerHour) {}
