/** Who calls: tokens, the caller of the current request, and what every service demands before it starts. */
@NullMarked
package dev.atelier.platform.security;

import org.jspecify.annotations.NullMarked;
