/** Reading CSV: format, types of values, tables in columns, folds and the binary cache. */
@NullMarked
package dev.atelier.autopilot.worker.data;

import org.jspecify.annotations.NullMarked;
