/** billing-service: what runs, what it costs, and what it will cost. */
@NullMarked
package dev.atelier.billing;

import org.jspecify.annotations.NullMarked;
