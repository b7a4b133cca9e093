package dev.atelier.billing.budget;

import dev.atelier.api.error.AtelierException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Keeps alerts from being sent to where only this service may reach: an address must be http or https, without a user, and
 * every address that its name resolves to must be public, unless the installation allows others. It is looked at when a
 * budget is made and again before every attempt, since a name may come to resolve elsewhere.
 */
final class WebhookAddress {
    private WebhookAddress() {}

    /**
     * The address, when alerts may go there.
     *
     * @throws AtelierException {@code VALIDATION} of {@code webhook.url}
     */
    static URI require(String url, boolean allowPrivate) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException _) {
            throw invalid("is not a URL");
        }
        if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
            throw invalid("must begin with http:// or https://");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw invalid("must have a host, and neither a user nor a fragment");
        }
        if (allowPrivate) {
            return uri;
        }
        try {
            InetAddress[] addresses = InetAddress.getAllByName(uri.getHost());
            if (addresses.length == 0 || Arrays.stream(addresses).anyMatch(address -> !isPublic(address))) {
                throw invalid("leads to an address that is not public; an installation may allow that "
                        + "(atelier.billing.budgets.webhooks.allow-private-addresses)");
            }
        } catch (UnknownHostException _) {
            throw invalid("has a host that cannot be found");
        }
        return uri;
    }

    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        return switch (address) {
            // this network, shared address space, IETF protocols, benchmarks, reserved and broadcast
            case Inet4Address _ ->
                first != 0
                        && !(first == 100 && second >= 64 && second < 128)
                        && !(first == 192 && second == 0)
                        && !(first == 198 && (second == 18 || second == 19))
                        && first < 240;
            // unique local; what embeds an IPv4 address: compatible, NAT64, 6to4, Teredo
            case Inet6Address _ ->
                (first & 0xfe) != 0xfc
                        && first != 0
                        && !(first == 0x20 && second == 0x02)
                        && !(first == 0x20 && second == 0x01 && bytes[2] == 0 && bytes[3] == 0);
            default -> false;
        };
    }

    private static AtelierException invalid(String message) {
        return AtelierException.invalid("webhook.url", message);
    }
}
