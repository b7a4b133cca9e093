package dev.atelier.testing.reach;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A call over gRPC. Of a stream of answers it takes the first; one that stays open without any has let the caller in.
 *
 * @param requests what is sent, in protobuf's text format, with places written {@code <place>}
 */
public record GrpcProbe(
        Channel channel, Map<String, String> names, MethodDescriptor<?, ?> method, List<String> requests)
        implements Probe {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Pattern OPERATION = Pattern.compile("^operation: '(\\w+)'");
    private static final long STREAM_SECONDS = 2;
    private static final long PATIENCE_SECONDS = 60;

    @Override
    public String route() {
        return method.getFullMethodName();
    }

    @Override
    public boolean changes() {
        return !operation()
                .matches("(Get|List|Read|Watch|Search|Compare|Estimate|Forecast|Export|Validate|Describe).*");
    }

    /** The method or, when that does operations by their names, the operation. */
    private String operation() {
        return requests.stream()
                .map(OPERATION::matcher)
                .filter(Matcher::find)
                .map(named -> named.group(1))
                .findFirst()
                .orElseGet(() -> String.valueOf(method.getBareMethodName()));
    }

    @Override
    public Probe madeUp(Set<String> keys) {
        return new GrpcProbe(channel, Names.madeUp(names, keys), method, requests);
    }

    @Override
    public Answer ask(@Nullable String token) {
        return ask(method, token);
    }

    private <Q, A> Answer ask(MethodDescriptor<Q, A> typed, @Nullable String token) {
        boolean stream = typed.getType() == MethodDescriptor.MethodType.SERVER_STREAMING;
        ClientCall<Q, A> call = channel.newCall(
                typed,
                CallOptions.DEFAULT.withDeadlineAfter(stream ? STREAM_SECONDS : PATIENCE_SECONDS, TimeUnit.SECONDS));
        Metadata headers = new Metadata();
        if (token != null) {
            headers.put(AUTHORIZATION, "Bearer " + token);
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(A message) {
                        answer.complete(new Answer(Verdict.ALLOWED, message.toString()));
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        boolean open = stream && status.getCode() == Status.Code.DEADLINE_EXCEEDED;
                        answer.complete(
                                new Answer(open ? Verdict.ALLOWED : Verdict.of(status.getCode()), status.toString()));
                    }
                },
                headers);
        call.request(1);
        for (String request : requests) {
            call.sendMessage(message(typed, request));
        }
        call.halfClose();
        Answer first = answer.orTimeout(2 * PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        if (stream) {
            call.cancel("one answer is enough", null);
        }
        return first;
    }

    private <Q> Q message(MethodDescriptor<Q, ?> typed, String text) {
        if (!(typed.getRequestMarshaller() instanceof MethodDescriptor.PrototypeMarshaller<Q> marshaller)
                || !(marshaller.getMessagePrototype() instanceof Message prototype)) {
            throw new IllegalArgumentException("not a protobuf method: " + route());
        }
        try {
            Message.Builder builder = prototype.newBuilderForType();
            TextFormat.merge(Names.in(text.replaceAll("<(\\w+)>", "{$1}"), names), builder);
            return marshaller.getMessageClass().cast(builder.build());
        } catch (TextFormat.ParseException e) {
            throw new IllegalArgumentException(text + " is no request of " + route(), e);
        }
    }
}
