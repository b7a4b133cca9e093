package dev.atelier.api.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
    private static final List<String> ALL =
            IntStream.range(0, 25).mapToObj("ünit-%02d"::formatted).toList();

    private static Page<String> page(int size, @Nullable String token) {
        PageRequest request = PageRequest.of(size, token);
        return Page.of(
                ALL.stream()
                        .filter(item -> request.after() == null || item.compareTo(request.after()) > 0)
                        .limit(request.limit())
                        .toList(),
                request,
                item -> item);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 24, 25, 26, 100})
    void pagesGiveEverythingOnceInOrder(int size) {
        List<String> seen = new ArrayList<>();
        String token = null;
        do {
            Page<String> page = page(size, token);
            seen.addAll(page.items());
            token = page.nextPageToken();
        } while (token != null);
        assertThat(seen).isEqualTo(ALL);
    }

    @Test
    void absentMeansTheFirstFifty() {
        assertThat(PageRequest.of(null, null)).isEqualTo(new PageRequest(50, null));
        assertThat(PageRequest.ofProto(0, "")).isEqualTo(PageRequest.first());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 101})
    void refusesASizeOutOfRange(int size) {
        AtelierException refused = catchThrowableOfType(AtelierException.class, () -> PageRequest.of(size, null));
        assertThat(refused.violations().getFirst().field()).isEqualTo("pageSize");
    }

    @Test
    void refusesEveryTokenThatIsNotItsOwn() {
        String good = page(7, null).nextPageToken();
        assertThat(good).matches("[A-Za-z0-9_-]+");
        List<String> wrong = new ArrayList<>(List.of("x", "====", "ünit", "AQ", good + "AA", good.substring(4)));
        wrong.add(Base64.getUrlEncoder().encodeToString("ünit-06".getBytes(StandardCharsets.UTF_8)));
        for (int at = 0; at < good.length(); at++) {
            wrong.add(good.substring(0, at) + (good.charAt(at) == 'x' ? 'y' : 'x') + good.substring(at + 1));
        }
        for (String token : wrong) {
            AtelierException refused = catchThrowableOfType(AtelierException.class, () -> PageRequest.of(7, token));
            assertThat(refused).as(token).isNotNull();
            assertThat(refused.code()).isEqualTo(ErrorCode.VALIDATION);
            assertThat(refused.violations().getFirst().field()).isEqualTo("pageToken");
        }
    }

    @Test
    void rendersItsItems() {
        Page<Integer> lengths = page(7, null).map(String::length);
        assertThat(lengths.items()).hasSize(7).containsOnly(7);
        assertThat(lengths.nextPageToken()).isNotNull();
        assertThat(page(100, null).nextPageTokenOrEmpty()).isEmpty();
    }
}
