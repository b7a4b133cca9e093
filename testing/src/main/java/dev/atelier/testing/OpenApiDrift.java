package dev.atelier.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares the OpenAPI document that a service serves with the one that is kept in the repository, in
 * {@code src/main/openapi/openapi.yaml} of its module. With {@code -Datelier.openapi.update=true} it is written instead.
 */
public final class OpenApiDrift {
    private static final Path KEPT = Path.of("src/main/openapi/openapi.yaml");
    private static final String UPDATE = "atelier.openapi.update";

    private OpenApiDrift() {}

    /** For a {@code @QuarkusTest}: asks the service under test. */
    public static void check() {
        check(
                RestAssured.given()
                        .accept("application/yaml")
                        .get("/q/openapi")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString(),
                KEPT,
                Boolean.getBoolean(UPDATE));
    }

    static void check(String served, Path kept, boolean update) {
        try {
            if (update) {
                Files.createDirectories(kept.toAbsolutePath().getParent());
                Files.writeString(kept, served);
            }
            assertThat(kept).as("write it with -D%s=true", UPDATE).exists();
            assertThat(served)
                    .as("%s tells of another API; if the change is meant, write it with -D%s=true", kept, UPDATE)
                    .isEqualTo(Files.readString(kept));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
