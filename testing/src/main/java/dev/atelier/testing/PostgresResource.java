package dev.atelier.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives a Quarkus test an empty database of its own on the JVM's embedded PostgreSQL 18:
 * {@code @QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)} for one per class.
 */
public class PostgresResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable String url;

    @Override
    public Map<String, String> start() {
        String created = EmbeddedDatabase.create();
        url = created;
        return Map.of(
                "quarkus.datasource.jdbc.url", created,
                "quarkus.datasource.username", EmbeddedDatabase.USER,
                "quarkus.datasource.password", EmbeddedDatabase.PASSWORD);
    }

    @Override
    public void stop() {
        if (url != null) {
            EmbeddedDatabase.drop(url);
            url = null;
        }
    }
}
