/** Processes that outlive the service which started them, and are found and ended again. */
@NullMarked
package dev.atelier.platform.process;

import org.jspecify.annotations.NullMarked;
