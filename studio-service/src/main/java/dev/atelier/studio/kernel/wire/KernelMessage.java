package dev.atelier.studio.kernel.wire;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of the kernel protocol. The parts stay the bytes that were received; only the two headers are read. The v1
 * frame is made once, however many clients want it. Not for use by several threads at once.
 */
public final class KernelMessage {
    private static final Buffer EMPTY_OBJECT = Buffer.buffer("{}");

    private final Channel channel;
    private final MessageHeader header;
    private final MessageHeader parent;
    private final Buffer rawHeader;
    private final Buffer rawParent;
    private final Buffer rawMetadata;
    private final Buffer rawContent;
    private final List<Buffer> buffers;
    private @Nullable Frame v1;

    private KernelMessage(
            Channel channel,
            MessageHeader header,
            MessageHeader parent,
            Buffer rawHeader,
            Buffer rawParent,
            Buffer rawMetadata,
            Buffer rawContent,
            List<Buffer> buffers) {
        this.channel = channel;
        this.header = header;
        this.parent = parent;
        this.rawHeader = rawHeader;
        this.rawParent = rawParent;
        this.rawMetadata = rawMetadata;
        this.rawContent = rawContent;
        this.buffers = List.copyOf(buffers);
    }

    /** A message from its parts; refused when a header is no JSON object. */
    static KernelMessage of(
            Channel channel, Buffer header, Buffer parent, Buffer metadata, Buffer content, List<Buffer> buffers) {
        return new KernelMessage(
                channel,
                RawJson.header(header, "header"),
                RawJson.header(parent, "parent_header"),
                header,
                parent,
                metadata,
                content,
                buffers);
    }

    /** A message that Atelier itself writes. */
    public static KernelMessage of(
            Channel channel, JsonObject header, @Nullable KernelMessage answers, JsonObject content) {
        Buffer rawHeader = header.toBuffer();
        return new KernelMessage(
                channel,
                RawJson.header(rawHeader, "header"),
                answers == null ? MessageHeader.NONE : answers.header,
                rawHeader,
                answers == null ? EMPTY_OBJECT : answers.rawHeader,
                EMPTY_OBJECT,
                content.toBuffer(),
                List.of());
    }

    /** A message that Atelier itself writes as part of the same conversation as another: both have one parent. */
    public static KernelMessage beside(KernelMessage sibling, JsonObject header, JsonObject content) {
        Buffer rawHeader = header.toBuffer();
        return new KernelMessage(
                sibling.channel,
                RawJson.header(rawHeader, "header"),
                sibling.parent,
                rawHeader,
                sibling.rawParent,
                EMPTY_OBJECT,
                content.toBuffer(),
                List.of());
    }

    /** Refuses a message which a kernel could choke on: no id, no type, or a part that is no JSON object. */
    public KernelMessage checked() {
        if (header.id().isEmpty() || header.type().isEmpty()) {
            throw new MalformedFrameException("header needs msg_id and msg_type");
        }
        RawJson.requireObject(rawMetadata, "metadata");
        RawJson.requireObject(rawContent, "content");
        return this;
    }

    /** The same message with other metadata. */
    public KernelMessage withMetadata(JsonObject metadata) {
        return new KernelMessage(
                channel, header, parent, rawHeader, rawParent, metadata.toBuffer(), rawContent, buffers);
    }

    /** The same message with nothing in it but its headers, in memory of its own. */
    public KernelMessage headerOnly() {
        return new KernelMessage(
                channel, header, parent, rawHeader.copy(), rawParent.copy(), EMPTY_OBJECT, EMPTY_OBJECT, List.of());
    }

    public Channel channel() {
        return channel;
    }

    public MessageHeader header() {
        return header;
    }

    /** The header of the message that this one answers. */
    public MessageHeader parent() {
        return parent;
    }

    /** Whether this is an iopub message of that type. */
    public boolean isIopub(String type) {
        return channel == Channel.IOPUB && header.type().equals(type);
    }

    /** The metadata, parsed; empty when it is not JSON. */
    public JsonObject metadata() {
        return parse(rawMetadata);
    }

    /** The content, parsed; empty when it is not JSON. */
    public JsonObject content() {
        return parse(rawContent);
    }

    /** How many bytes it holds. */
    public int size() {
        int size = rawHeader.length() + rawParent.length() + rawMetadata.length() + rawContent.length();
        for (Buffer buffer : buffers) {
            size += buffer.length();
        }
        return size;
    }

    /** The frame that carries it to a client of that form. */
    public Frame frame(WireForm form) {
        return switch (form) {
            case V1 -> v1Frame();
            case LEGACY -> LegacyCodec.encode(this);
        };
    }

    private Frame v1Frame() {
        Frame made = v1;
        if (made == null) {
            made = V1Codec.encode(this);
            v1 = made;
        }
        return made;
    }

    /** Remembers the frame that it came in, so that it goes out as it is. */
    KernelMessage receivedAs(Frame frame) {
        v1 = frame;
        return this;
    }

    Buffer rawHeader() {
        return rawHeader;
    }

    Buffer rawParent() {
        return rawParent;
    }

    Buffer rawMetadata() {
        return rawMetadata;
    }

    Buffer rawContent() {
        return rawContent;
    }

    List<Buffer> buffers() {
        return buffers;
    }

    private static JsonObject parse(Buffer json) {
        try {
            return json.toJsonObject();
        } catch (DecodeException | ClassCastException _) {
            return new JsonObject();
        }
    }

    @Override
    public String toString() {
        return channel.wireName() + " " + header.type() + " " + header.id();
    }
}
