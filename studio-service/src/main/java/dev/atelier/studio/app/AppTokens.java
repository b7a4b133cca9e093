package dev.atelier.studio.app;

import dev.atelier.platform.security.TokenMinter;
import dev.atelier.studio.engine.ComputeEngine;
import dev.atelier.studio.tenancy.ProfileRef;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Keeps the programs of every app in a token with which they act as its owner and nobody else. A new life of the service renews all of
 * them at once, so it need not know how old they are.
 */
@ApplicationScoped
class AppTokens {
    private final AppStore apps;
    private final ComputeEngine engine;
    private final TokenMinter minter;
    private final Duration ttl;

    AppTokens(AppStore apps, ComputeEngine engine, TokenMinter minter, AppConfig config) {
        this.apps = apps;
        this.engine = engine;
        this.minter = minter;
        this.ttl = config.tokenTtl();
    }

    /** Gives the app a new one. */
    void give(App app) {
        ProfileRef owner = app.owner();
        engine.putToken(app.appId(), minter.user(owner.domainId(), owner.userProfileName(), ttl));
    }

    @Scheduled(every = "${atelier.apps.token-renewal:PT10M}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void renew() {
        apps.inService().forEach(this::give);
    }
}
