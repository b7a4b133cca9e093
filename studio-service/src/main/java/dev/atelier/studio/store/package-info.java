/** Plain SQL on the service's database. */
@NullMarked
package dev.atelier.studio.store;

import org.jspecify.annotations.NullMarked;
