package dev.atelier.studio.jupyter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.platform.security.OidcSignIn;
import dev.atelier.studio.access.BrowserSessions;
import dev.atelier.studio.access.SessionCookies;
import dev.atelier.studio.app.AppConnection;
import dev.atelier.studio.app.AppView;
import dev.atelier.studio.home.HomeSize;
import dev.atelier.studio.kernel.HubConfig;
import dev.atelier.studio.kernel.HubHandle;
import dev.atelier.studio.kernel.KernelOperations;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import org.jboss.logging.Logger;

/**
 * Where requests under {@code /jupyter/} go. They come here before anything that would read their bodies; each is let in or refused
 * first, and nothing blocks the event loop.
 */
@ApplicationScoped
class JupyterRoutes {
    private static final Logger LOG = Logger.getLogger(JupyterRoutes.class);
    /** Before the order at which Quarkus limits bodies: uploads through the contents API are as big as the Lab allows. */
    private static final int FIRST = -1000;

    private static final int MAX_BODY = 1024 * 1024;

    private final JupyterAuthenticator authenticator;
    private final JupyterApi api;
    private final KernelOperations kernels;
    private final Labs labs;
    private final LabProxy proxy;
    private final LabTerminals terminals;
    private final HomeSize homes;
    private final SessionCookies cookies;
    private final OidcSignIn signOn;
    private final Vertx vertx;
    private final int messageLimit;
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("jupyter-", 0).factory());

    JupyterRoutes(
            JupyterAuthenticator authenticator,
            JupyterApi api,
            KernelOperations kernels,
            Labs labs,
            LabProxy proxy,
            LabTerminals terminals,
            HubConfig hubs,
            HomeSize homes,
            SessionCookies cookies,
            OidcSignIn signOn,
            Vertx vertx) {
        this.authenticator = authenticator;
        this.api = api;
        this.kernels = kernels;
        this.labs = labs;
        this.proxy = proxy;
        this.terminals = terminals;
        this.homes = homes;
        this.cookies = cookies;
        this.signOn = signOn;
        this.vertx = vertx;
        this.messageLimit = (int) hubs.clientMessageSize().asLongValue();
    }

    void register(@Observes Router router) {
        router.route(JupyterPath.PREFIX + "*").order(FIRST).handler(this::handle);
    }

    private void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        Optional<JupyterPath> path = JupyterPath.parse(request.path());
        if (path.isEmpty()) {
            request.resume();
            JupyterAnswer.error(404, "The path is /jupyter/{domain}/{user}/...", "resource-not-found")
                    .send(request.response());
            return;
        }
        request.pause();
        JupyterPlace place = JupyterPlace.of(path.get(), request.method(), JupyterAuthenticator.isUpgrade(request));
        if (place == JupyterPlace.SIGN_OUT) {
            signOut(request, path.get());
        } else {
            later(
                    request,
                    () -> authenticator.authenticate(request, path.get()),
                    access -> enter(request, path.get(), place, access));
        }
    }

    private void enter(HttpServerRequest request, JupyterPath path, JupyterPlace place, Access access) {
        boolean opened = access.source() == Access.Source.QUERY
                && path.isPage()
                && request.method().equals(HttpMethod.GET);
        switch (place) {
            case CHANNELS -> channels(request, path, access);
            case API -> answer(request, path, access);
            case LAB -> {
                if (opened) {
                    signIn(request, path, access);
                } else {
                    forward(request, path);
                }
            }
            case LAB_SOCKET ->
                later(
                        request,
                        () -> labs.find(path.owner()),
                        found -> found.ifPresentOrElse(
                                app -> proxy.bridge(request, app, () -> terminals.visit(path, app)),
                                () -> unavailable(request)));
            case NOTHING, SIGN_OUT -> refuse(request, AtelierException.notFound("Jupyter resource", path.rest()));
        }
    }

    /** A page that was opened with a token in its address: a cookie takes its place, and the address loses it. */
    private void signIn(HttpServerRequest request, JupyterPath path, Access access) {
        later(request, () -> authenticator.begin(access), session -> {
            request.resume();
            request.response().addCookie(sessionCookie(path, session.cookie(), session.life()));
            redirect(request, UpstreamRequests.uri(request));
        });
    }

    /**
     * JupyterLab's own way out. What was opened by a token in an address ends here, the rest at {@code /auth/sign-out}; a link on
     * another site does neither.
     */
    private void signOut(HttpServerRequest request, JupyterPath path) {
        if (SessionCookies.isForeign(request.getHeader("Sec-Fetch-Site"))) {
            request.resume();
            redirect(request, "/auth/sign-out");
            return;
        }
        Supplier<Boolean> end = () -> {
            authenticator.end(request);
            return true;
        };
        later(request, end, _ -> {
            request.resume();
            request.response().addCookie(sessionCookie(path, "", Duration.ZERO));
            redirect(request, "/auth/sign-out");
        });
    }

    private Cookie sessionCookie(JupyterPath path, String value, Duration life) {
        return Cookie.cookie(BrowserSessions.COOKIE, value)
                .setPath(path.base())
                .setMaxAge(life.toSeconds())
                .setHttpOnly(true)
                .setSecure(cookies.secure())
                .setSameSite(CookieSameSite.LAX);
    }

    private static void redirect(HttpServerRequest request, String to) {
        request.response()
                .setStatusCode(302)
                .putHeader("Location", to)
                .putHeader("Cache-Control", "no-store")
                .putHeader("Referrer-Policy", "no-referrer")
                .end();
    }

    private void answer(HttpServerRequest request, JupyterPath path, Access access) {
        Buffer body = Buffer.buffer();
        AtomicInteger size = new AtomicInteger();
        request.handler(chunk -> {
            if (size.addAndGet(chunk.length()) <= MAX_BODY) {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(_ -> later(
                request,
                () -> {
                    if (size.get() > MAX_BODY) {
                        throw new AtelierException(ErrorCode.PAYLOAD_TOO_LARGE, "The body is too large.");
                    }
                    return api.answer(access.caller(), path.owner(), request.method(), path.rest(), body);
                },
                answer -> answer.send(request.response())));
        request.resume();
    }

    private void forward(HttpServerRequest request, JupyterPath path) {
        if (path.rest().isEmpty()) {
            request.resume();
            request.response()
                    .setStatusCode(302)
                    .putHeader("Location", path.base() + "lab")
                    .end();
            return;
        }
        Optional<String> written = LabFiles.written(request.method(), path.rest());
        if (written.isPresent()) {
            later(
                    request,
                    () -> {
                        homes.requireRoom(path.owner(), written.get(), LabFiles.length(request));
                        return path;
                    },
                    checked -> findLab(request, checked));
        } else {
            findLab(request, path);
        }
    }

    private void findLab(HttpServerRequest request, JupyterPath path) {
        Optional<AppConnection> remembered = labs.remembered(path.owner());
        if (remembered.isPresent()) {
            toLab(request, path, remembered.get());
        } else if (path.isPage() && LabPages.isWanted(request)) {
            later(request, () -> labs.ensure(path.owner()), app -> open(request, path, app));
        } else {
            later(
                    request,
                    () -> labs.find(path.owner()),
                    found -> found.ifPresentOrElse(app -> toLab(request, path, app), () -> unavailable(request)));
        }
    }

    private void toLab(HttpServerRequest request, JupyterPath path, AppConnection lab) {
        if (LabTerminals.isPoll(request, path)) {
            request.resume();
            later(request, () -> terminals.list(lab), answer -> answer.send(request.response()));
        } else {
            terminals.watch(request, path, lab);
            proxy.forward(request, path.owner(), lab);
        }
    }

    private void open(HttpServerRequest request, JupyterPath path, AppView app) {
        later(
                request,
                () -> labs.connection(app),
                found -> found.ifPresentOrElse(connection -> proxy.forward(request, path.owner(), connection), () -> {
                    request.resume();
                    LabPages.starting(app).send(request.response());
                }));
    }

    private static void unavailable(HttpServerRequest request) {
        request.resume();
        JupyterAnswer.error(503, "The Lab is not running. Open its page to start it.", "unavailable")
                .with("Retry-After", "2")
                .send(request.response());
    }

    private void channels(HttpServerRequest request, JupyterPath path, Access access) {
        Matcher channels = JupyterPlace.CHANNELS_PATH.matcher(path.rest());
        String kernelId = channels.matches() ? channels.group(1) : "";
        String given = request.getParam("session_id");
        String session = given == null || given.isEmpty() ? UUID.randomUUID().toString() : given;
        later(
                request,
                () -> hub(path, access, kernelId),
                handle -> request.toWebSocket()
                        .onSuccess(socket -> ChannelsSocket.attach(socket, session, handle, messageLimit)));
    }

    private HubHandle hub(JupyterPath path, Access access, String kernelId) {
        if (!kernels.get(access.caller(), kernelId).kernel().owner().equals(path.owner())) {
            throw AtelierException.notFound("kernel", kernelId);
        }
        return kernels.channels(access.caller(), kernelId);
    }

    /** Does what may block on a virtual thread and goes on with its result on the request's event loop. */
    private <T> void later(HttpServerRequest request, Supplier<T> work, Consumer<T> then) {
        Context context = vertx.getOrCreateContext();
        workers.execute(() -> {
            try {
                T result = work.get();
                context.runOnContext(_ -> then.accept(result));
            } catch (AtelierException e) {
                context.runOnContext(_ -> refuse(request, e));
            } catch (RuntimeException e) {
                LOG.errorf(
                        e,
                        "%s %s failed",
                        request.method(),
                        JupyterPath.parse(request.path()).orElse(null));
                context.runOnContext(_ -> refuse(request, AtelierException.internal(e)));
            }
        });
    }

    private void refuse(HttpServerRequest request, AtelierException e) {
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
}
