/** Plain SQL over the data source. */
@NullMarked
package dev.atelier.billing.database;

import org.jspecify.annotations.NullMarked;
