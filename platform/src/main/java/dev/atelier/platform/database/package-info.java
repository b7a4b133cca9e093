/** Plain SQL on the service's database; docs/adr/0009 says why. */
@NullMarked
package dev.atelier.platform.database;

import org.jspecify.annotations.NullMarked;
