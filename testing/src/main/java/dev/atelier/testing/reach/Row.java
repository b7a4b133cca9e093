package dev.atelier.testing.reach;

import org.jspecify.annotations.Nullable;

/**
 * What is expected of a route.
 *
 * @param neighbours what the others of the owner's domain are told
 * @param foreigners what those of other domains are told
 * @param owner what the owner is told
 * @param operator what an administrator is told in the end; null if that is not asked
 * @param authenticated whether nobody gets in without a token
 * @param shown what the owner's answer has in it and nobody else's; {@code ""} for nothing
 * @param shownToNeighbours whether the others of the domain see it too
 */
record Row(
        Probe probe,
        Verdict neighbours,
        Verdict foreigners,
        Verdict owner,
        @Nullable Verdict operator,
        boolean authenticated,
        String shown,
        boolean shownToNeighbours) {}
