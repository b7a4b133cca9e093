package dev.atelier.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.atelier.walk.client.KernelFrame;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameHeadTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void readsHeadersOfWhatComesInPiecesAndSkipsWhatIsLong() {
        FrameHead head = new FrameHead();

        ByteBuffer big = frame("stream", Map.of("text", "x".repeat(1_000_000)));
        int size = big.remaining();
        while (big.hasRemaining()) {
            int piece = Math.min(big.remaining(), 10_001);
            head.add(big.slice(big.position(), piece));
            big.position(big.position() + piece);
        }
        assertThat(head.length()).isEqualTo(size);
        assertThat(head.frame().type()).isEqualTo("stream");
        assertThat(head.frame().parentId()).isEqualTo("p1");
        assertThat(head.frame().content().isEmpty()).isTrue();

        head.clear();
        head.add(frame("status", Map.of("execution_state", "idle")));
        assertThat(head.frame().content().path("execution_state").asText()).isEqualTo("idle");
    }

    private static ByteBuffer frame(String type, Map<String, String> content) {
        JsonNode nothing = JSON.createObjectNode();
        return new KernelFrame(
                        "iopub",
                        JSON.valueToTree(Map.of("msg_type", type)),
                        JSON.valueToTree(Map.of("msg_id", "p1")),
                        nothing,
                        JSON.valueToTree(content))
                .encode();
    }
}
