/** What every service asks of its HTTP server beyond what Quarkus gives. */
@NullMarked
package dev.atelier.platform.http;

import org.jspecify.annotations.NullMarked;
