/** What changes, as a log and as streams that follow it. The database's triggers write the log. */
@NullMarked
package dev.atelier.studio.change;

import org.jspecify.annotations.NullMarked;
