/** Tells billing when apps compute and when they idle, so that it can say what was wasted. */
@NullMarked
package dev.atelier.studio.activity;

import org.jspecify.annotations.NullMarked;
