/** Prices over REST. */
@NullMarked
package dev.atelier.billing.price.rest;

import org.jspecify.annotations.NullMarked;
