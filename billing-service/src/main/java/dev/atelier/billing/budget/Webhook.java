package dev.atelier.billing.budget;

/**
 * Where alerts are sent.
 *
 * @param url empty: nowhere
 * @param secret the key of the signature; it is never shown
 */
public record Webhook(String url, String secret) {
    public static final Webhook NONE = new Webhook("", "");

    /** Without the secret. */
    @Override
    public String toString() {
        return "Webhook[url=" + url + "]";
    }
}
