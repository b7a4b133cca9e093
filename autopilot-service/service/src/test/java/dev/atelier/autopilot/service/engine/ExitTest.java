package dev.atelier.autopilot.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExitTest {
    @Test
    void tellsCodesFromSignals() {
        assertThat(Exit.of(0)).isEqualTo(new Exit.Code(0));
        assertThat(Exit.of(6)).isEqualTo(new Exit.Code(6));
        assertThat(Exit.of(137)).isEqualTo(new Exit.Signal(9));
        assertThat(Exit.of(255)).isEqualTo(new Exit.Code(255));
        assertThat(Exit.of(137).describe()).contains("signal 9 (SIGKILL)", "137");
        assertThat(Exit.of(134).describe()).contains("SIGABRT");
        assertThat(Exit.of(1).describe()).contains("exit code 1");
    }
}
