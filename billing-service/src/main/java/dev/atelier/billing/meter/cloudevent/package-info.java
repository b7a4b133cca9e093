/** Usage events as CloudEvents over HTTP. */
@NullMarked
package dev.atelier.billing.meter.cloudevent;

import org.jspecify.annotations.NullMarked;
