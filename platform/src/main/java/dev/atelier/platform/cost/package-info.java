/** What things cost, as billing knows it, for the services that show it beside them. */
@NullMarked
package dev.atelier.platform.cost;

import org.jspecify.annotations.NullMarked;
