package dev.atelier.platform.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.platform.json.AtelierJson;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {
    private final CanonicalJson canonical = new CanonicalJson(AtelierJson.newMapper());

    @Test
    void ignoresTheOrderOfMembersAndNulls() {
        Map<String, Object> withNull = new TreeMap<>(Map.of("a", 1, "b", Map.of("x", 1, "y", List.of(1, 2))));
        withNull.put("c", null);
        assertThat(canonical.sha256(withNull))
                .isEqualTo(canonical.sha256(Map.of("b", Map.of("y", List.of(1, 2), "x", 1), "a", 1)));
    }

    @Test
    void tellsValuesAndTheOrderOfElementsApart() {
        byte[] hash = canonical.sha256(Map.of("a", List.of(1, 2)));
        for (Object other : List.of(
                Map.of("a", List.of(2, 1)),
                Map.of("a", List.of(1, 2, 3)),
                Map.of("b", List.of(1, 2)),
                Map.of("a", List.of("1", "2")),
                Map.of("a", Arrays.asList(1, 2, null)))) {
            assertThat(canonical.sha256(other)).isNotEqualTo(hash);
        }
    }
}
