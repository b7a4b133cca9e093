package dev.atelier.studio.jupyter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.platform.error.Errors;
import dev.atelier.platform.security.OidcSignIn;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Does for a request what may block, away from its event loop, and tells its client what went wrong. */
@ApplicationScoped
class RequestWork {
    private final Vertx vertx;
    private final OidcSignIn signOn;
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("jupyter-", 0).factory());

    RequestWork(Vertx vertx, OidcSignIn signOn) {
        this.vertx = vertx;
        this.signOn = signOn;
    }

    /** Does what may block on a virtual thread and goes on with its result on the request's event loop. */
    <T> void later(HttpServerRequest request, Supplier<T> work, Consumer<T> then) {
        Context context = vertx.getOrCreateContext();
        workers.execute(() -> {
            try {
                T result = work.get();
                context.runOnContext(_ -> then.accept(result));
            } catch (RuntimeException e) {
                AtelierException told = Errors.resolve(e);
                // the path as parsed: a capability's token is not in it
                Errors.log(
                        told,
                        request.method() + " "
                                + JupyterPath.parse(request.path()).orElse(null));
                context.runOnContext(_ -> refuse(request, told));
            }
        });
    }

    /** Tells the client why not; a browser that nobody has signed in is shown where that is done. */
    void refuse(HttpServerRequest request, AtelierException e) {
        request.resume();
        boolean page = LabPages.isWanted(request) && request.method().equals(HttpMethod.GET);
        if (page && e.code() == ErrorCode.UNAUTHENTICATED && signOn.enabled()) {
            redirect(
                    request,
                    "/auth/sign-in?returnTo="
                            + URLEncoder.encode(UpstreamRequests.uri(request), StandardCharsets.UTF_8));
            return;
        }
        boolean signIn = e.code() == ErrorCode.UNAUTHENTICATED || e.code() == ErrorCode.PERMISSION_DENIED;
        if (signIn && page) {
            LabPages.signIn(e.code().httpStatus(), e.detail()).send(request.response());
        } else {
            JupyterAnswer.error(e).send(request.response());
        }
    }

    static void redirect(HttpServerRequest request, String to) {
        request.response()
                .setStatusCode(302)
                .putHeader("Location", to)
                .putHeader("Cache-Control", "no-store")
                .putHeader("Referrer-Policy", "no-referrer")
                .end();
    }
}
