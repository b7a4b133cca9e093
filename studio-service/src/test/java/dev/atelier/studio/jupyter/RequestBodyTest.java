package dev.atelier.studio.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
    private static final int MIB = 1024 * 1024;

    @Test
    void ofABodyThatIsTooLargeNothingMoreIsKeptHoweverMuchComes() {
        JupyterRoutes.Body body = new JupyterRoutes.Body();
        Buffer chunk = Buffer.buffer(new byte[MIB]);

        body.take(chunk);
        assertThat(body.isTooLarge()).isFalse();
        for (int mib = 1; mib < 5000; mib++) {
            body.take(chunk);
        }

        assertThat(body.isTooLarge()).isTrue();
        assertThat(body.kept()).isEqualTo(2 * MIB);
    }
}
