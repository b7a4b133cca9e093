package dev.atelier.billing.price;

/**
 * What an activation did.
 *
 * @param added keys that had no price before
 * @param changed keys whose figure changed
 */
public record Activation(int added, int changed) {
    int total() {
        return added + changed;
    }
}
