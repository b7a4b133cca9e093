/** What every service's OpenAPI document says alike. */
@NullMarked
package dev.atelier.platform.openapi;

import org.jspecify.annotations.NullMarked;
