package dev.atelier.billing.price;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import java.util.Collection;
import java.util.stream.Collectors;

/** What a price is looked up by. */
public record PriceKey(String instanceType, Component component, String region) {
    /** The instance type of JupyterServer apps and system terminals, which costs nothing. */
    public static final String SYSTEM = "system";

    /** The explicit rule of what is free, in every component and region; nothing else ever costs 0 by default. */
    public boolean free() {
        return instanceType.equals(SYSTEM);
    }

    /** {@code UNKNOWN_PRICE} that names the key. */
    public AtelierException unknown() {
        return new AtelierException(ErrorCode.UNKNOWN_PRICE, "There is no price for " + this + ".");
    }

    /** {@code UNKNOWN_PRICE} that names every key. */
    public static AtelierException unknown(Collection<PriceKey> keys) {
        return new AtelierException(
                ErrorCode.UNKNOWN_PRICE,
                keys.stream()
                        .map(PriceKey::toString)
                        .collect(Collectors.joining("; ", "There is no price for some of this usage: ", ".")));
    }

    @Override
    public String toString() {
        return "instance type '%s', component '%s', region '%s'".formatted(instanceType, component.code(), region);
    }
}
