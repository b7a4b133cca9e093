/** Operating system processes that outlive the launcher, and how to find them again. */
@NullMarked
package dev.atelier.local.process;

import org.jspecify.annotations.NullMarked;
