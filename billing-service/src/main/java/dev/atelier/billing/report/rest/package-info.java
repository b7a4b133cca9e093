/** Costs and meters over REST. */
@NullMarked
package dev.atelier.billing.report.rest;

import org.jspecify.annotations.NullMarked;
