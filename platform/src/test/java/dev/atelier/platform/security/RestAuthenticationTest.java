package dev.atelier.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.platform.support.BillingServer;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways around the filter that a client library would not let through. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(BillingServer.class)
class RestAuthenticationTest {
    @TestHTTPResource
    URI uri;

    private String get(String path, String... headers) throws IOException {
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(10_000);
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + String.join("", headers) + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/things/who",
                "/api/v1/things/who/",
                "//api/v1/things/who",
                "/api//v1/things/who",
                "/%61pi/v1/things/who",
                "/api%2Fv1/things/who",
                "/api;x=y/v1/things/who",
                "/api/v1;x=y/things/who",
                "/./api/v1/things/who",
                "/x/../api/v1/things/who",
                "/API/v1/things/who",
                "http://localhost/api/v1/things/who"
            })
    void noSpellingOfAPathGoesAroundIt(String path) throws IOException {
        assertThat(get(path)).doesNotContain(" 200 ").doesNotContain("subject").doesNotContain(" 500 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/things/who"})
    void theSameRequestPassesWithAToken(String path) throws IOException {
        assertThat(get(path, "Authorization: Bearer " + TestTokens.operator() + "\r\n"))
                .contains(" 200 ")
                .contains("operator");
    }
}
