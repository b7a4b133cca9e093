/** The embedded PostgreSQL server, as a process of its own. */
@NullMarked
package dev.atelier.local.postgres;

import org.jspecify.annotations.NullMarked;
