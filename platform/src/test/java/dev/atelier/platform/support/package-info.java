/** A small service that the platform's tests talk to. */
@NullMarked
package dev.atelier.platform.support;

import org.jspecify.annotations.NullMarked;
