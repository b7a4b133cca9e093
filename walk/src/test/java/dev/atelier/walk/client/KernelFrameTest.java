package dev.atelier.walk.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KernelFrameTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Written by jupyter_server's own serialize_msg_to_ws_v1. */
    private static final String STOCK =
            "060000000000000038000000000000003d000000000000005f000000000000006d00000000000000"
                    + "6f000000000000008900000000000000696f7075627b226d73675f6964223a2231222c226d73675f74797065223a"
                    + "22737461747573227d7b226d73675f6964223a2230227d7b7d7b22657865637574696f6e5f7374617465223a2269646c65227d";

    private final KernelFrame idle = new KernelFrame(
            "iopub",
            object("{\"msg_id\":\"1\",\"msg_type\":\"status\"}"),
            object("{\"msg_id\":\"0\"}"),
            object("{}"),
            object("{\"execution_state\":\"idle\"}"));

    @Test
    void readsWhatTheStockServerWrites() {
        KernelFrame frame = KernelFrame.decode(ByteBuffer.wrap(HexFormat.of().parseHex(STOCK)));

        assertThat(frame).isEqualTo(idle);
        assertThat(frame.type()).isEqualTo("status");
        assertThat(frame.parentId()).isEqualTo("0");
    }

    @Test
    void writesWhatTheStockServerWrites() {
        ByteBuffer frame = idle.encode();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);

        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(STOCK);
    }

    @Test
    void refusesAnOffsetTableThatIsLongerThanTheFrame() {
        ByteBuffer frame = ByteBuffer.wrap(HexFormat.of().parseHex("ff".repeat(8) + "00".repeat(64)));

        assertThatThrownBy(() -> KernelFrame.decode(frame)).isInstanceOf(IllegalArgumentException.class);
    }

    private static JsonNode object(String json) {
        try {
            return JSON.readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
