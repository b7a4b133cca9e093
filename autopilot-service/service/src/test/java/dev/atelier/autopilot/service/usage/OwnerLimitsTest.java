package dev.atelier.autopilot.service.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.autopilot.service.Neighbours;
import dev.atelier.autopilot.service.dataset.DatasetEntity;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(Neighbours.class)
class OwnerLimitsTest {
    private static final OwnerLimits.Things TABLES = new OwnerLimits.Things("tables", "tables-per-user", "Delete one.");

    @Inject
    @Nullable
    OwnerLimits limits;

    @Inject
    @Nullable
    EntityManager entities;

    private final Owner owner = new Owner("d-1", "u-" + UUID.randomUUID(), "", "", Map.of());

    @Test
    void letsNoMoreThroughThanAllowedAlsoAllAtOnce() throws Exception {
        List<Callable<Boolean>> makers = IntStream.range(0, 8)
                .<Callable<Boolean>>mapToObj(_ -> () -> make(3))
                .toList();
        int made = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> one : threads.invokeAll(makers)) {
                made += one.get() ? 1 : 0;
            }
        }

        assertThat(made).isEqualTo(3);
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> take(3)))
                .isInstanceOf(AtelierException.class)
                .hasMessageContaining("3 tables; 3 are allowed (tables-per-user). Delete one.");
        assertThat(make(4)).isTrue();
    }

    private boolean make(int limit) {
        try {
            QuarkusTransaction.requiringNew().run(() -> {
                take(limit);
                Objects.requireNonNull(entities)
                        .createNativeQuery("""
                                insert into dataset (dataset_id, name, domain_id, user_profile_name, team, project, tags, size_bytes, row_count,
                                                     columns, creation_time)
                                values (:id, 't', 'd-1', :user, '', '', '{}', 1, 1, '[]', now())
                                """)
                        .setParameter("id", "ds-" + UUID.randomUUID())
                        .setParameter("user", owner.userProfileName())
                        .executeUpdate();
            });
            return true;
        } catch (AtelierException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_LIMIT_EXCEEDED);
            return false;
        }
    }

    private void take(int limit) {
        Objects.requireNonNull(limits).take(owner, DatasetEntity.class, "1 = 1", limit, TABLES);
    }
}
