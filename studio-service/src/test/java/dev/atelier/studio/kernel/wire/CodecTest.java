package dev.atelier.studio.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodecTest {
    private static final Buffer HEADER =
            Buffer.buffer("{\"msg_id\":\"m1\",\"msg_type\":\"comm_msg\",\"session\":\"s1\",\"version\":\"5.3\"}");
    private static final Buffer EMPTY = Buffer.buffer("{}");

    private static KernelMessage message(String content, Buffer... buffers) {
        return KernelMessage.of(
                Channel.SHELL, HEADER, EMPTY, Buffer.buffer("{\"a\":1.50}"), Buffer.buffer(content), List.of(buffers));
    }

    @Test
    void v1RoundTripKeepsEveryByte() {
        Buffer binary = Buffer.buffer(new byte[] {0, (byte) 0xff, 1});
        Buffer frame = message("{\"code\":\"gr\u00fc\u00dfe\"}", binary, Buffer.buffer())
                .frame(WireForm.V1)
                .payload();

        KernelMessage read = V1Codec.decode(frame).checked();

        assertThat(read.channel()).isEqualTo(Channel.SHELL);
        assertThat(read.header()).isEqualTo(new MessageHeader("m1", "comm_msg", "s1"));
        assertThat(read.parent().isNone()).isTrue();
        assertThat(read.content().getString("code")).isEqualTo("gr\u00fc\u00dfe");
        assertThat(read.buffers()).containsExactly(binary, Buffer.buffer());
        assertThat(read.frame(WireForm.V1).payload()).isEqualTo(frame);
    }

    @Test
    void v1LayoutIsTheOneOfTheStandard() {
        Buffer frame = message("{}").frame(WireForm.V1).payload();

        assertThat(frame.getLongLE(0)).isEqualTo(6);
        assertThat(frame.getLongLE(8)).isEqualTo(56);
        assertThat(frame.getString(56, 61)).isEqualTo("shell");
        assertThat(frame.getLongLE(48)).isEqualTo(frame.length());
    }

    @Test
    void legacyTextKeepsNumbersAsTheyWere() {
        Frame frame = Frame.text(Buffer.buffer("""
                {"buffers":[],"channel":"control","content":{"x":1.50,"y":123456789012345678901234567890},
                 "metadata":{},"parent_header":{},"header":{"msg_id":"m","msg_type":"t","session":""},"msg_id":"m"}"""));

        KernelMessage read = LegacyCodec.decode(frame).checked();

        assertThat(read.channel()).isEqualTo(Channel.CONTROL);
        assertThat(read.rawContent().toString()).isEqualTo("{\"x\":1.50,\"y\":123456789012345678901234567890}");
        KernelMessage through = V1Codec.decode(read.frame(WireForm.V1).payload());
        Frame out = through.frame(WireForm.LEGACY);
        assertThat(out.text()).isTrue();
        JsonObject json = out.payload().toJsonObject();
        assertThat(json.getString("channel")).isEqualTo("control");
        assertThat(json.getString("msg_type")).isEqualTo("t");
        assertThat(json.getJsonArray("buffers")).isEmpty();
    }

    @Test
    void legacyWithBuffersIsBinaryWithBigEndianOffsets() {
        Buffer binary = Buffer.buffer(new byte[] {7, 8, 9});
        Frame frame = message("{}", binary).frame(WireForm.LEGACY);

        assertThat(frame.text()).isFalse();
        assertThat(frame.payload().getInt(0)).isEqualTo(2);
        assertThat(frame.payload().getInt(4)).isEqualTo(12);
        KernelMessage read = LegacyCodec.decode(frame);
        assertThat(read.buffers()).containsExactly(binary);
        assertThat(read.header().id()).isEqualTo("m1");
    }

    @Test
    void hostileOffsetTablesAreRefused() {
        Buffer ones = Buffer.buffer(new byte[64]);
        for (int i = 0; i < 64; i++) {
            ones.setByte(i, (byte) 0xff);
        }
        refused(ones);
        refused(Buffer.buffer());
        refused(Buffer.buffer(new byte[] {1, 2, 3}));
        refused(Buffer.buffer().appendLongLE(6));
        refused(Buffer.buffer().appendLongLE(1L << 62));
        refused(Buffer.buffer().appendLongLE(Long.MIN_VALUE));
        for (int entry = 0; entry <= 6; entry++) {
            for (long value : new long[] {-1, 0, 7, Long.MAX_VALUE, 1L << 32, Integer.MAX_VALUE}) {
                Buffer frame = message("{}").frame(WireForm.V1).payload().copy();
                frame.setLongLE(8 * entry, value);
                refused(frame);
            }
        }
        Frame legacy = Frame.binary(Buffer.buffer().appendInt(-1).appendInt(-1));
        assertThatThrownBy(() -> LegacyCodec.decode(legacy)).isInstanceOf(MalformedFrameException.class);
        Frame far = Frame.binary(
                Buffer.buffer().appendInt(2).appendInt(12).appendInt(-5).appendString("{}"));
        assertThatThrownBy(() -> LegacyCodec.decode(far)).isInstanceOf(MalformedFrameException.class);
    }

    @Test
    void randomDamageIsRefusedOrHarmless() {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            Buffer frame = message("{\"k\":[1,2,{\"z\":null}]}", Buffer.buffer("abc"))
                    .frame(WireForm.V1)
                    .payload()
                    .copy();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                frame.setByte(random.nextInt(frame.length()), (byte) random.nextInt(256));
            }
            Buffer damaged = random.nextInt(5) == 0 ? frame.slice(0, random.nextInt(frame.length())) : frame;
            try {
                KernelMessage read = V1Codec.decode(damaged).checked();
                assertThat(read.header().id()).isNotEmpty();
            } catch (MalformedFrameException _) {
                // refused: nothing else may come out
            }
        }
    }

    @Test
    void partsThatAreNoJsonObjectsAreRefused() {
        for (String content : List.of("", "[]", "1", "{\"a\":", "{}{}", "{}x", "nul")) {
            Buffer frame = message(content).frame(WireForm.V1).payload();
            assertThatThrownBy(() -> V1Codec.decode(frame).checked())
                    .as(content)
                    .isInstanceOf(MalformedFrameException.class);
        }
        Frame text = Frame.text(Buffer.buffer("{\"channel\":\"shell\",\"header\":[]}"));
        assertThatThrownBy(() -> LegacyCodec.decode(text)).isInstanceOf(MalformedFrameException.class);
    }

    private static void refused(Buffer frame) {
        assertThatThrownBy(() -> V1Codec.decode(frame)).isInstanceOf(MalformedFrameException.class);
    }
}
