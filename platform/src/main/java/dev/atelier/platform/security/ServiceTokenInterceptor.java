package dev.atelier.platform.security;

import dev.atelier.platform.config.Installation;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;

/** Adds this service's own token to every gRPC call that has none. */
@GlobalInterceptor
@Singleton
public class ServiceTokenInterceptor implements ClientInterceptor {
    private record Minted(String token, Instant renew) {}

    private final TokenMinter minter;
    private final SecurityConfig config;
    private final Installation installation;
    private final Clock clock;
    private volatile Minted minted = new Minted("", Instant.MIN);

    @Inject
    public ServiceTokenInterceptor(TokenMinter minter, SecurityConfig config, Installation installation, Clock clock) {
        this.minter = minter;
        this.config = config;
        this.installation = installation;
        this.clock = clock;
    }

    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
            MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<RespT> listener, Metadata headers) {
                if (!headers.containsKey(GrpcAuthentication.AUTHORIZATION)) {
                    headers.put(GrpcAuthentication.AUTHORIZATION, "Bearer " + token());
                }
                super.start(listener, headers);
            }
        };
    }

    private String token() {
        Instant now = clock.instant();
        Minted current = minted;
        if (!now.isBefore(current.renew())) {
            current = new Minted(
                    minter.service(installation.serviceName()),
                    now.plus(config.serviceTokenTtl().dividedBy(2)));
            minted = current;
        }
        return current.token();
    }
}
