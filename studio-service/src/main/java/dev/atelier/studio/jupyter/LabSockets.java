package dev.atelier.studio.jupyter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.studio.app.AppConnection;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.terminal.AppTerminals;
import dev.atelier.studio.terminal.ImageTerminals;
import dev.atelier.studio.terminal.TerminalName;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** WebSockets that an app's Jupyter server takes: the Lab's events, its system terminals, the image terminals of other apps. */
@ApplicationScoped
class LabSockets {
    private static final Pattern TERMINAL = Pattern.compile("terminals/websocket/([^/]+)");

    private final Labs labs;
    private final LabProxy proxy;
    private final AppTerminals terminals;
    private final ImageTerminals images;
    private final SocketWatch watch;
    private final RequestWork work;

    LabSockets(
            Labs labs,
            LabProxy proxy,
            AppTerminals terminals,
            ImageTerminals images,
            SocketWatch watch,
            RequestWork work) {
        this.labs = labs;
        this.proxy = proxy;
        this.terminals = terminals;
        this.images = images;
        this.watch = watch;
        this.work = work;
    }

    /** Connects the client. */
    void connect(HttpServerRequest request, JupyterPath path, Access access) {
        work.later(
                request,
                () -> target(request, path),
                target -> proxy.bridge(request, target, client -> watch.over(client, access)));
    }

    /**
     * Where a WebSocket leads.
     *
     * @param uri path and query at the app's server
     * @param traffic made once the bridge stands
     */
    record Target(AppConnection app, String uri, Supplier<Traffic> traffic) {}

    /** What passes a bridge. */
    interface Traffic {
        /** Something was typed or shown. */
        void active();

        /** The connection is over. */
        void ended();

        /** What the client is shown when the app's side has closed; may block. */
        Optional<String> lastWords();
    }

    private Target target(HttpServerRequest request, JupyterPath path) {
        Matcher socket = TERMINAL.matcher(path.rest());
        Optional<TerminalName> image = socket.matches() ? TerminalName.parse(socket.group(1)) : Optional.empty();
        if (image.isPresent()) {
            return images.find(path.owner(), image.get())
                    .map(place -> imageTerminal(place))
                    .orElseThrow(() -> AtelierException.notFound("terminal", socket.group(1)));
        }
        AppConnection lab = lab(path.owner());
        String uri = UpstreamRequests.uri(request);
        if (socket.matches()) {
            String name = socket.group(1);
            return new Target(lab, uri, () -> visit(terminals.visit(lab.appId(), name), Optional::empty));
        }
        return new Target(lab, uri, () -> NO_TERMINAL);
    }

    private Target imageTerminal(ImageTerminals.Place place) {
        URI address = place.connection().baseUri().resolve("terminals/websocket/" + place.name());
        return new Target(
                place.connection(),
                address.getRawPath(),
                () -> visit(terminals.visit(place.connection().appId(), place.name()), () -> images.lastWords(place)));
    }

    private AppConnection lab(Owner owner) {
        return labs.find(owner).orElseThrow(LabRequests::noLab);
    }

    private static Traffic visit(AppTerminals.Visit visit, Supplier<Optional<String>> lastWords) {
        return new Traffic() {
            @Override
            public void active() {
                visit.active();
            }

            @Override
            public void ended() {
                visit.ended();
            }

            @Override
            public Optional<String> lastWords() {
                return lastWords.get();
            }
        };
    }

    private static final Traffic NO_TERMINAL = new Traffic() {
        @Override
        public void active() {}

        @Override
        public void ended() {}

        @Override
        public Optional<String> lastWords() {
            return Optional.empty();
        }
    };
}
