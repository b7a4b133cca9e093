package dev.atelier.autopilot.service;

import dev.atelier.testing.OpenApiDrift;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiTest {
    @Test
    void theKeptDocumentIsTheServedOne() {
        OpenApiDrift.check();
    }
}
