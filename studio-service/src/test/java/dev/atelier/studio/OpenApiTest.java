package dev.atelier.studio;

import dev.atelier.testing.OpenApiDrift;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(StudioResource.class)
class OpenApiTest {
    @Test
    void theKeptDocumentIsTheServedOne() {
        OpenApiDrift.check();
    }
}
