package dev.atelier.billing.budget;

import dev.atelier.autopilot.v1.AutoMLJobServiceGrpc;
import dev.atelier.autopilot.v1.DeleteEndpointRequest;
import dev.atelier.autopilot.v1.DeleteEndpointResponse;
import dev.atelier.autopilot.v1.EndpointServiceGrpc;
import dev.atelier.autopilot.v1.StopAutoMLJobRequest;
import dev.atelier.autopilot.v1.StopAutoMLJobResponse;
import dev.atelier.autopilot.v1.StopTransformJobRequest;
import dev.atelier.autopilot.v1.StopTransformJobResponse;
import dev.atelier.autopilot.v1.TransformServiceGrpc;
import dev.atelier.studio.v1.DeleteInstanceRequest;
import dev.atelier.studio.v1.DeleteInstanceResponse;
import dev.atelier.studio.v1.InstanceServiceGrpc;
import dev.atelier.testing.ServiceProcess;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Studio and Autopilot as a real gRPC server that writes down what it is told to stop, and for whom. */
public final class NeighboursResource implements QuarkusTestResourceLifecycleManager {
    /** Where a test wants it. */
    @Target(ElementType.FIELD)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Neighbours {}

    private final int port = ServiceProcess.freePort();
    private final List<String> stopped = new CopyOnWriteArrayList<>();
    private final ThreadLocal<String> actor = ThreadLocal.withInitial(() -> "");
    private @Nullable Server server;

    @Override
    public Map<String, String> start() {
        try {
            server = ServerBuilder.forPort(port)
                    .directExecutor()
                    .addService(new Instances())
                    .addService(new Jobs())
                    .addService(new Endpoints())
                    .addService(new Transforms())
                    .intercept(new Actors())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "quarkus.grpc.clients.studio.test-port", Integer.toString(port),
                "quarkus.grpc.clients.autopilot.test-port", Integer.toString(port));
    }

    @Override
    public void stop() {
        if (server != null) {
            server.shutdownNow();
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.Annotated(Neighbours.class));
    }

    /** What was told to stop, for example {@code job my-job of d-1/ann}. */
    List<String> stopped() {
        return List.copyOf(stopped);
    }

    private void note(String what) {
        stopped.add(what + actor.get());
    }

    private static <T> void answer(StreamObserver<T> responses, T response) {
        responses.onNext(response);
        responses.onCompleted();
    }

    private final class Instances extends InstanceServiceGrpc.InstanceServiceImplBase {
        @Override
        public void deleteInstance(DeleteInstanceRequest request, StreamObserver<DeleteInstanceResponse> responses) {
            note("instance " + request.getInstanceId());
            answer(responses, DeleteInstanceResponse.getDefaultInstance());
        }
    }

    private final class Jobs extends AutoMLJobServiceGrpc.AutoMLJobServiceImplBase {
        @Override
        public void stopAutoMLJob(StopAutoMLJobRequest request, StreamObserver<StopAutoMLJobResponse> responses) {
            note("job " + request.getAutoMlJobName());
            answer(responses, StopAutoMLJobResponse.getDefaultInstance());
        }
    }

    private final class Endpoints extends EndpointServiceGrpc.EndpointServiceImplBase {
        @Override
        public void deleteEndpoint(DeleteEndpointRequest request, StreamObserver<DeleteEndpointResponse> responses) {
            note("endpoint " + request.getEndpointName());
            answer(responses, DeleteEndpointResponse.getDefaultInstance());
        }
    }

    private final class Transforms extends TransformServiceGrpc.TransformServiceImplBase {
        @Override
        public void stopTransformJob(
                StopTransformJobRequest request, StreamObserver<StopTransformJobResponse> responses) {
            note("transform " + request.getTransformJobName());
            answer(responses, StopTransformJobResponse.getDefaultInstance());
        }
    }

    /** Reads whom a call is for from its token; with the direct executor a call stays on its thread. */
    private final class Actors implements ServerInterceptor {
        @Override
        public <A, B> ServerCall.Listener<A> interceptCall(
                ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
            String token =
                    String.valueOf(headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER)));
            String claims =
                    new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
            int act = claims.indexOf("\"act\":\"");
            actor.set(act < 0 ? "" : " of " + claims.substring(act + 7, claims.indexOf('"', act + 7)));
            return next.startCall(call, headers);
        }
    }
}
