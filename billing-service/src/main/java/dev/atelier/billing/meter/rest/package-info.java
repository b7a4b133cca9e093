/** Usage events over REST. */
@NullMarked
package dev.atelier.billing.meter.rest;

import org.jspecify.annotations.NullMarked;
