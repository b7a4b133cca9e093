/** How large the body of a request may be, looked at before a byte of it is read. */
@NullMarked
package dev.atelier.platform.body;

import org.jspecify.annotations.NullMarked;
