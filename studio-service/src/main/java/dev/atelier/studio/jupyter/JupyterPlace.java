package dev.atelier.studio.jupyter;

import io.vertx.core.http.HttpMethod;
import java.util.regex.Pattern;

/** Where a request under an owner's base goes; everywhere but to {@link #SIGN_OUT} only the owner's and administrators' do. */
enum JupyterPlace {
    /** {@code GET logout}: ends the browser's own session, nobody else's. */
    SIGN_OUT,
    /** The {@code channels} WebSocket of a kernel. */
    CHANNELS,
    /** An operation that is answered from Atelier's state, see {@link JupyterApi#routes}. */
    API,
    /** What the owner's Lab answers: contents, settings, static files. */
    LAB,
    /** A WebSocket of the owner's Lab or another app of his: terminals and events. */
    LAB_SOCKET,
    /** Nothing is there: a WebSocket where there is none, or the Lab by a capability path, which leads to kernels only. */
    NOTHING;

    static final Pattern CHANNELS_PATH = Pattern.compile("api/kernels/([^/]+)/channels");

    static JupyterPlace of(JupyterPath path, HttpMethod method, boolean upgrade) {
        boolean capability = !path.token().isEmpty();
        if (upgrade) {
            if (CHANNELS_PATH.matcher(path.rest()).matches()) {
                return CHANNELS;
            }
            return JupyterApi.owns(path.rest()) || capability ? NOTHING : LAB_SOCKET;
        }
        if (path.rest().equals("logout") && method.equals(HttpMethod.GET)) {
            return SIGN_OUT;
        }
        if (capability && TerminalApi.owns(path.rest())) {
            return NOTHING;
        }
        if (JupyterApi.owns(path.rest())) {
            return API;
        }
        return capability ? NOTHING : LAB;
    }
}
