/** Estimates over REST. */
@NullMarked
package dev.atelier.billing.estimate.rest;

import org.jspecify.annotations.NullMarked;
