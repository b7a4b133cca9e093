/** Forecasts and advice over REST. */
@NullMarked
package dev.atelier.billing.planning.rest;

import org.jspecify.annotations.NullMarked;
