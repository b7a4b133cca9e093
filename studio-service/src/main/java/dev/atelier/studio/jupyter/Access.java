package dev.atelier.studio.jupyter;

import dev.atelier.api.identity.Caller;
import dev.atelier.studio.tenancy.Owner;

/**
 * Who makes a request of the Jupyter surface.
 *
 * @param owner whose surface it is, in that one's own spelling
 * @param token what it came with: a token, or the session cookie's value
 * @param source where that was
 */
record Access(Caller caller, Owner owner, String token, Source source) {
    /** Where a token can be. */
    enum Source {
        HEADER,
        QUERY,
        PATH,
        COOKIE
    }

    @Override
    public String toString() {
        return "Access[caller=" + caller + ", owner=" + owner + ", token=<redacted>, source=" + source + "]";
    }
}
