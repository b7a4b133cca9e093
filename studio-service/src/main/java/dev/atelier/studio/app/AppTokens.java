package dev.atelier.studio.app;

import dev.atelier.platform.security.TokenMinter;
import dev.atelier.studio.engine.ComputeEngine;
import dev.atelier.studio.tenancy.Owners;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Keeps the programs of every app in a token with which they act as its owner and nobody else: in a private space as its owner; in a shared
 * one they get none, since everybody there would act as one. A new life of the service renews all of
 * them at once, so it need not know how old they are.
 */
@ApplicationScoped
class AppTokens {
    private static final Logger LOG = Logger.getLogger(AppTokens.class);

    private final AppStore apps;
    private final Owners owners;
    private final ComputeEngine engine;
    private final TokenMinter minter;
    private final Duration ttl;

    AppTokens(AppStore apps, Owners owners, ComputeEngine engine, TokenMinter minter, AppConfig config) {
        this.apps = apps;
        this.owners = owners;
        this.engine = engine;
        this.minter = minter;
        this.ttl = config.tokenTtl();
    }

    /** Gives the app a new one, unless it is in a shared space. */
    void give(App app) {
        owners.account(app.owner())
                .ifPresent(user ->
                        engine.putToken(app.appId(), minter.user(user.domainId(), user.userProfileName(), ttl)));
    }

    @Scheduled(every = "${atelier.apps.token-renewal:PT10M}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void renew() {
        for (App app : apps.inService()) {
            try {
                give(app);
            } catch (RuntimeException e) {
                LOG.warnf(e, "app=%s has no new token; it is tried again", app.appId());
            }
        }
    }
}
