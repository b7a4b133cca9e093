/** Creates that can be repeated without a second effect. */
@NullMarked
package dev.atelier.platform.idempotency;

import org.jspecify.annotations.NullMarked;
