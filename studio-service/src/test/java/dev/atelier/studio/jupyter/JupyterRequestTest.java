package dev.atelier.studio.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.identity.Caller;
import dev.atelier.studio.tenancy.ProfileRef;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JupyterRequestTest {
    @Test
    void namesComeDecoded() {
        String arn = "arn:aws:sagemaker:us-east-1:081325390199:image/datascience-1.0";
        assertThat(id("python3__SAGEMAKER_INTERNAL__" + URLEncoder.encode(arn, StandardCharsets.UTF_8)))
                .isEqualTo("python3__SAGEMAKER_INTERNAL__" + arn);
        assertThat(id("a+b")).isEqualTo("a+b");
        assertThat(id("100%")).isEqualTo("100%");
    }

    private static String id(String part) {
        ProfileRef owner = new ProfileRef("d-1", "ada");
        return new JupyterRequest(
                        Caller.member("d-1", "ada"), owner, List.of("api", "kernelspecs", part), Buffer.buffer())
                .id();
    }
}
