package dev.atelier.studio.app;

import dev.atelier.studio.store.AfterCommit;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/** Tells the rest of the service, in order and after the commit, that apps changed. */
@ApplicationScoped
class AppEvents {
    private static final Logger LOG = Logger.getLogger(AppEvents.class);

    private final Event<AppChanged> event;
    private final AfterCommit afterCommit;
    private final ExecutorService teller = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("app-events").factory());

    AppEvents(Event<AppChanged> event, AfterCommit afterCommit) {
        this.event = event;
        this.afterCommit = afterCommit;
    }

    void changed(App app, AppState state) {
        String reason = Objects.requireNonNullElse(
                state.failureReason() == null ? state.endReason() : state.failureReason(), "");
        AppChanged change = new AppChanged(app.appId(), app.owner(), app.type(), state.status(), reason);
        LOG.infof(
                "App changed: app=%s type=%s name=%s owner=%s status=%s reason=%s",
                app.appId(), app.type().wireName(), app.appName(), app.owner(), state.status(), reason);
        afterCommit.run(() -> submit(change));
    }

    private void submit(AppChanged change) {
        try {
            teller.execute(() -> tell(change));
        } catch (RejectedExecutionException _) {
            LOG.debugf("Going down; %s is not told", change);
        }
    }

    private void tell(AppChanged change) {
        try {
            event.fire(change);
        } catch (RuntimeException e) {
            LOG.errorf(e, "An observer failed on %s", change);
        }
    }

    @PreDestroy
    void close() {
        teller.shutdown();
    }
}
