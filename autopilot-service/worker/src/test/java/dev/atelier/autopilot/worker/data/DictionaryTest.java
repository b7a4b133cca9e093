package dev.atelier.autopilot.worker.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DictionaryTest {

    @Test
    void numbersTextsInTheOrderInWhichTheyCome() {
        Dictionary dictionary = new Dictionary();

        for (int turn = 0; turn < 2; turn++) {
            for (int i = 0; i < 5_000; i++) {
                assertThat(dictionary.code("word " + i, Integer.MAX_VALUE)).isEqualTo(i);
            }
        }

        assertThat(dictionary.size()).isEqualTo(5_000);
        assertThat(dictionary.words().get(4_321)).isEqualTo("word 4321");
    }

    @Test
    void tellsTextsOfOneHashApartAndTakesNoMoreThanTheLimit() {
        Dictionary dictionary = new Dictionary();

        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        assertThat(dictionary.code("Aa", 2)).isZero();
        assertThat(dictionary.code("BB", 2)).isOne();
        assertThat(dictionary.code("Aa", 2)).isZero();
        assertThat(dictionary.code("C", 2)).isNegative();
        assertThat(dictionary.words()).containsExactly("Aa", "BB");
    }
}
