/**
 * Who reaches what: every route of a service is asked by people who must not get anything there, and by the one who must. The routes
 * come from the service, so that a new one cannot be forgotten.
 */
@NullMarked
package dev.atelier.testing.reach;

import org.jspecify.annotations.NullMarked;
