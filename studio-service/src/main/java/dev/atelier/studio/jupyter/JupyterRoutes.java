package dev.atelier.studio.jupyter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/**
 * Where requests under {@code /jupyter/} go. They come here before anything that would read their bodies; each is let in or refused
 * first, and nothing blocks the event loop.
 */
@ApplicationScoped
class JupyterRoutes {
    /** Before the order at which Quarkus limits bodies: uploads through the contents API are as big as the Lab allows. */
    private static final int FIRST = -1000;

    private static final int MAX_BODY = 1024 * 1024;

    private final JupyterAuthenticator authenticator;
    private final JupyterApi api;
    private final KernelChannels channels;
    private final LabRequests lab;
    private final LabSockets sockets;
    private final LabSignIn signIn;
    private final RequestWork work;

    JupyterRoutes(
            JupyterAuthenticator authenticator,
            JupyterApi api,
            KernelChannels channels,
            LabRequests lab,
            LabSockets sockets,
            LabSignIn signIn,
            RequestWork work) {
        this.authenticator = authenticator;
        this.api = api;
        this.channels = channels;
        this.lab = lab;
        this.sockets = sockets;
        this.signIn = signIn;
        this.work = work;
    }

    void register(@Observes Router router) {
        router.route(JupyterPath.PREFIX + "*").order(FIRST).handler(this::handle);
    }

    private void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        Optional<JupyterPath> path = JupyterPath.parse(request.path());
        if (path.isEmpty()) {
            request.resume();
            JupyterAnswer.error(
                            404,
                            "The path is /jupyter/{domain}/{user}/... or /jupyter/{domain}/space.{space}/...",
                            "resource-not-found")
                    .send(request.response());
            return;
        }
        request.pause();
        JupyterPlace place = JupyterPlace.of(path.get(), request.method(), JupyterAuthenticator.isUpgrade(request));
        if (place == JupyterPlace.SIGN_OUT) {
            signIn.signOut(request, path.get());
        } else {
            work.later(
                    request,
                    () -> authenticator.authenticate(request, path.get()),
                    access -> enter(request, path.get().of(access.owner()), place, access));
        }
    }

    private void enter(HttpServerRequest request, JupyterPath path, JupyterPlace place, Access access) {
        boolean opened = access.source() == Access.Source.QUERY
                && path.isPage()
                && request.method().equals(HttpMethod.GET);
        switch (place) {
            case CHANNELS -> channels.open(request, path, access);
            case API -> answer(request, path, access);
            case LAB -> {
                if (opened) {
                    signIn.signIn(request, path, access);
                } else {
                    lab.forward(request, path);
                }
            }
            case LAB_SOCKET -> sockets.connect(request, path, access);
            case NOTHING, SIGN_OUT -> work.refuse(request, AtelierException.notFound("Jupyter resource", path.rest()));
        }
    }

    private void answer(HttpServerRequest request, JupyterPath path, Access access) {
        Body body = new Body();
        request.handler(body::take);
        request.endHandler(_ -> work.later(
                request,
                () -> {
                    if (body.isTooLarge()) {
                        throw new AtelierException(ErrorCode.PAYLOAD_TOO_LARGE, "The body is too large.");
                    }
                    return api.answer(access.caller(), path.owner(), request.method(), path.rest(), body.bytes);
                },
                answer -> answer.send(request.response())));
        request.resume();
    }

    /** What has come of a body; once it is too large nothing more of it is kept. */
    static final class Body {
        private final Buffer bytes = Buffer.buffer();

        void take(Buffer chunk) {
            if (!isTooLarge()) {
                bytes.appendBuffer(chunk);
            }
        }

        boolean isTooLarge() {
            return bytes.length() > MAX_BODY;
        }

        int kept() {
            return bytes.length();
        }
    }
}
