/** Pages of a list and their opaque tokens. */
@NullMarked
package dev.atelier.api.page;

import org.jspecify.annotations.NullMarked;
