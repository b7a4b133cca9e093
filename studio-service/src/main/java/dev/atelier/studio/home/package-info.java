/** Files in the users' home directories. */
@NullMarked
package dev.atelier.studio.home;

import org.jspecify.annotations.NullMarked;
