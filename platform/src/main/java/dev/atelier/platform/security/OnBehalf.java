package dev.atelier.platform.security;

import dev.atelier.api.identity.Caller;
import dev.atelier.platform.config.Installation;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import jakarta.inject.Singleton;

/** Lets calls of other services reach what somebody reaches, and no more. */
@Singleton
public class OnBehalf {
    private final TokenMinter tokens;
    private final Installation installation;

    OnBehalf(TokenMinter tokens, Installation installation) {
        this.tokens = tokens;
        this.installation = installation;
    }

    /** Of whoever calls us. */
    public ClientInterceptor of(Caller caller) {
        String service = installation.serviceName();
        if (caller.domainId() != null && caller.userProfileName() != null) {
            return with(tokens.serviceFor(service, caller.domainId(), caller.userProfileName()));
        }
        return with(caller.unlimited() ? tokens.service(service) : tokens.viewer(caller.subject()));
    }

    /** Of a user. */
    public ClientInterceptor of(String domainId, String userProfileName) {
        return with(tokens.serviceFor(installation.serviceName(), domainId, userProfileName));
    }

    private static ClientInterceptor with(String token) {
        Metadata headers = new Metadata();
        headers.put(GrpcAuthentication.AUTHORIZATION, "Bearer " + token);
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }
}
