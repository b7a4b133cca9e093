/** The price book: what an hour costs, by instance type, component, region, and time. */
@NullMarked
package dev.atelier.billing.price;

import org.jspecify.annotations.NullMarked;
