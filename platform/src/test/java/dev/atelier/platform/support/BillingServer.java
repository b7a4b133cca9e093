package dev.atelier.platform.support;

import dev.atelier.billing.v1.RecordHeartbeatRequest;
import dev.atelier.billing.v1.RecordHeartbeatResponse;
import dev.atelier.billing.v1.RecordUsageRequest;
import dev.atelier.billing.v1.RecordUsageResponse;
import dev.atelier.billing.v1.UsageConflict;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.billing.v1.UsageServiceGrpc;
import dev.atelier.billing.v1.UsageSourceServiceGrpc;
import dev.atelier.testing.ServiceProcess;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Billing's door as a real gRPC server with a ledger in memory, which can be taken away and brought back on its port. */
public final class BillingServer implements QuarkusTestResourceLifecycleManager {
    /** Where a test wants the server. */
    @Target(ElementType.FIELD)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Billing {}

    private final int port = ServiceProcess.freePort();
    private final Map<String, UsageEvent> ledger = new LinkedHashMap<>();
    private final List<String> authorizations = new ArrayList<>();
    private final List<String> traceparents = new ArrayList<>();
    private final List<String> heartbeats = new ArrayList<>();
    private int duplicates;
    private boolean forgetful;
    private @Nullable Server server;

    @Override
    public Map<String, String> start() {
        up();
        return Map.of("quarkus.grpc.clients.billing.test-port", Integer.toString(port));
    }

    @Override
    public void stop() {
        down();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.Annotated(Billing.class));
    }

    public synchronized void up() {
        try {
            server = ServerBuilder.forPort(port)
                    .addService(new Door())
                    .addService(new Sources())
                    .intercept(new Authorizations())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts every connection at once. */
    public void down() {
        Server running = server;
        if (running != null) {
            try {
                running.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** The next stream is taken into the ledger, but its answer is lost. */
    public synchronized void loseNextAnswer() {
        forgetful = true;
    }

    public synchronized List<UsageEvent> ledger() {
        return List.copyOf(ledger.values());
    }

    public synchronized List<String> ids(String resourceId) {
        return ledger.values().stream()
                .filter(event -> event.getResourceId().equals(resourceId))
                .map(UsageEvent::getId)
                .toList();
    }

    public synchronized List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    public synchronized int duplicates() {
        return duplicates;
    }

    public synchronized List<String> traceparents() {
        return List.copyOf(traceparents);
    }

    /** The sources of the heartbeats that came. */
    public List<String> heartbeats() {
        synchronized (heartbeats) {
            return List.copyOf(heartbeats);
        }
    }

    private final class Sources extends UsageSourceServiceGrpc.UsageSourceServiceImplBase {
        @Override
        public void recordHeartbeat(RecordHeartbeatRequest request, StreamObserver<RecordHeartbeatResponse> responses) {
            synchronized (heartbeats) {
                heartbeats.add(request.getSource());
            }
            responses.onNext(RecordHeartbeatResponse.getDefaultInstance());
            responses.onCompleted();
        }
    }

    private synchronized RecordUsageResponse take(List<UsageEvent> events) {
        if (events.stream().anyMatch(event -> event.getInstanceType().equals("poison"))) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("instance_type: unknown")
                    .asRuntimeException();
        }
        RecordUsageResponse.Builder answer = RecordUsageResponse.newBuilder();
        for (UsageEvent event : events) {
            UsageEvent known = ledger.putIfAbsent(event.getSource() + "/" + event.getId(), event);
            if (known == null) {
                answer.setAccepted(answer.getAccepted() + 1);
            } else if (known.equals(event)) {
                duplicates++;
                answer.setDuplicates(answer.getDuplicates() + 1);
            } else {
                answer.addConflicts(UsageConflict.newBuilder()
                        .setSource(event.getSource())
                        .setId(event.getId())
                        .setReason("another payload"));
            }
        }
        if (forgetful) {
            forgetful = false;
            throw Status.UNAVAILABLE.withDescription("the answer is lost").asRuntimeException();
        }
        return answer.build();
    }

    private final class Door extends UsageServiceGrpc.UsageServiceImplBase {
        @Override
        public StreamObserver<RecordUsageRequest> recordUsage(StreamObserver<RecordUsageResponse> answers) {
            List<UsageEvent> events = new ArrayList<>();
            return new StreamObserver<>() {
                @Override
                public void onNext(RecordUsageRequest request) {
                    events.add(request.getEvent());
                }

                @Override
                public void onError(Throwable thrown) {
                    events.clear();
                }

                @Override
                public void onCompleted() {
                    try {
                        answers.onNext(take(events));
                        answers.onCompleted();
                    } catch (RuntimeException e) {
                        answers.onError(e);
                    }
                }
            };
        }
    }

    private final class Authorizations implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            synchronized (BillingServer.this) {
                authorizations.add(header(headers, "authorization"));
                traceparents.add(header(headers, "traceparent"));
            }
            return next.startCall(call, headers);
        }

        private static String header(Metadata headers, String name) {
            return String.valueOf(headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
        }
    }
}
