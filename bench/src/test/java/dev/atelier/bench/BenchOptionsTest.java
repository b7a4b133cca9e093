package dev.atelier.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchOptionsTest {
    @Test
    void readsNumbersAndLists() {
        BenchOptions options = BenchOptions.parse(List.of("--budget", "300", "--sets", "adult,letter"));
        assertThat(options.number("budget", 60)).isEqualTo(300);
        assertThat(options.number("cores", 2)).isEqualTo(2);
        assertThat(options.list("sets", List.of())).containsExactly("adult", "letter");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> BenchOptions.parse(List.of("--budget")))
                .isInstanceOf(BenchException.class)
                .hasMessage("--budget needs a value");
        assertThatThrownBy(() -> BenchOptions.parse(List.of("--budged", "1")).only("budget"))
                .isInstanceOf(BenchException.class)
                .hasMessage("Unknown option --budged; known are --budget");
        assertThatThrownBy(() -> BenchOptions.parse(List.of("--budget", "soon")).number("budget", 1))
                .isInstanceOf(BenchException.class)
                .hasMessage("--budget needs a positive whole number, not soon");
    }

    @Test
    void figuresKeepFourSignificantDigits() {
        assertThat(Figures.figure(0.0123456)).isEqualTo("0.01235");
        assertThat(Figures.figure(12.3456)).isEqualTo("12.35");
        assertThat(Figures.figure(1_234_567)).isEqualTo("1,234,567");
    }
}
