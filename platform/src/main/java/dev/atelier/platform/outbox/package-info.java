/** Usage events on their way to billing: written with the change that they tell of, delivered at least once. */
@NullMarked
package dev.atelier.platform.outbox;

import org.jspecify.annotations.NullMarked;
