/** What every module's tests are built on: a real PostgreSQL, tokens, whole service processes, the rules of the house. */
@NullMarked
package dev.atelier.testing;

import org.jspecify.annotations.NullMarked;
