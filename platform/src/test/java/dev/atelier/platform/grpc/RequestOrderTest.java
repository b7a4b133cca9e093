package dev.atelier.platform.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Empty;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestOrderTest {
    private final List<String> seen = new ArrayList<>();

    @Test
    void endIsHeldBackUntilTheMessageCame() {
        ServerCall.Listener<Empty> listener = intercept(MethodDescriptor.MethodType.UNARY);

        listener.onHalfClose();
        assertThat(seen).isEmpty();
        listener.onMessage(Empty.getDefaultInstance());

        assertThat(seen).containsExactly("message", "end");
    }

    @Test
    void rightOrderIsLeftAlone() {
        ServerCall.Listener<Empty> listener = intercept(MethodDescriptor.MethodType.SERVER_STREAMING);

        listener.onMessage(Empty.getDefaultInstance());
        listener.onHalfClose();

        assertThat(seen).containsExactly("message", "end");
    }

    @Test
    void streamOfRequestsMayBeEmpty() {
        ServerCall.Listener<Empty> listener = intercept(MethodDescriptor.MethodType.CLIENT_STREAMING);

        listener.onHalfClose();

        assertThat(seen).containsExactly("end");
    }

    private ServerCall.Listener<Empty> intercept(MethodDescriptor.MethodType type) {
        return new RequestOrder().interceptCall(new Call(type), new Metadata(), (_, _) -> new Recorder());
    }

    private final class Recorder extends ServerCall.Listener<Empty> {
        @Override
        public void onMessage(Empty message) {
            seen.add("message");
        }

        @Override
        public void onHalfClose() {
            seen.add("end");
        }
    }

    /** A call of which only its method is asked. */
    private static final class Call extends ServerCall<Empty, Empty> {
        private final MethodDescriptor<Empty, Empty> method;

        private Call(MethodDescriptor.MethodType type) {
            method = MethodDescriptor.<Empty, Empty>newBuilder()
                    .setType(type)
                    .setFullMethodName("test.Service/Method")
                    .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                    .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                    .build();
        }

        @Override
        public MethodDescriptor<Empty, Empty> getMethodDescriptor() {
            return method;
        }

        @Override
        public void request(int numMessages) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(Empty message) {}

        @Override
        public void close(Status status, Metadata trailers) {}

        @Override
        public boolean isCancelled() {
            return false;
        }
    }
}
