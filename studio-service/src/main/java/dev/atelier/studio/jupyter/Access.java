package dev.atelier.studio.jupyter;

import dev.atelier.api.identity.Caller;

/**
 * Who makes a request of the Jupyter surface.
 *
 * @param token what it came with
 * @param source where that was
 */
record Access(Caller caller, String token, Source source) {
    /** Where a token can be. */
    enum Source {
        HEADER,
        QUERY,
        PATH,
        COOKIE
    }
}
