package dev.atelier.studio.aws;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A request as its signature covers it.
 *
 * @param headers by name in lower case
 * @param payloadHash SHA-256 of the body in hexadecimal digits, as {@link SignatureV4#payloadHash} makes it
 */
record SignedRequest(String method, String path, String query, Map<String, List<String>> headers, String payloadHash) {
    /** The first value of a header, or "". */
    String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of("")).getFirst();
    }

    /** The canonical request of AWS Signature Version 4, over these headers. */
    String canonical(List<String> signedHeaders) {
        Map<String, String> signed = new TreeMap<>();
        for (String name : signedHeaders) {
            signed.put(
                    name,
                    headers.getOrDefault(name, List.of()).stream()
                            .map(value -> value.strip().replaceAll(" +", " "))
                            .collect(Collectors.joining(",")));
        }
        StringBuilder text = new StringBuilder()
                .append(method)
                .append('\n')
                .append(path)
                .append('\n')
                .append(query)
                .append('\n');
        signed.forEach(
                (name, value) -> text.append(name).append(':').append(value).append('\n'));
        return text.append('\n')
                .append(String.join(";", signed.keySet()))
                .append('\n')
                .append(payloadHash)
                .toString();
    }
}
