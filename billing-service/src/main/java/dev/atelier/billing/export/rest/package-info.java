/** Exports over REST. */
@NullMarked
package dev.atelier.billing.export.rest;

import org.jspecify.annotations.NullMarked;
