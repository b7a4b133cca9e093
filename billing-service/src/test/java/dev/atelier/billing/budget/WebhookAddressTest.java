package dev.atelier.billing.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "192.0.0.8",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12::1",
                "ff02::1",
                "::ffff:10.0.0.1",
                "::10.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::1",
                "2001:0:a00:1::1"
            })
    void addressesInsideAreNotPublic(String address) throws UnknownHostException {
        assertThat(WebhookAddress.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "100.128.0.1", "172.32.0.1", "198.20.0.1", "2606:4700::1111", "2001:4860::8888"})
    void othersAre(String address) throws UnknownHostException {
        assertThat(WebhookAddress.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.org/x",
                "file:///etc/passwd",
                "http://user:secret@8.8.8.8/",
                "http://127.0.0.1:8080/",
                "http://[::1]/",
                "https://169.254.169.254/latest/meta-data",
                "http://localhost/",
                "http://2130706433/",
                "not a url",
                "/relative"
            })
    void urlsThatLeadInsideAreRefused(String url) {
        assertThatThrownBy(() -> WebhookAddress.require(url, false)).hasMessageContaining("webhook.url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://8.8.8.8/hook", "https://8.8.8.8:8443/hook?a=b"})
    void othersAreTaken(String url) {
        assertThat(WebhookAddress.require(url, false)).hasToString(url);
    }
}
