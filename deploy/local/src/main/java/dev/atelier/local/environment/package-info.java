/** What the machine must have: Python environments and system packages. */
@NullMarked
package dev.atelier.local.environment;

import org.jspecify.annotations.NullMarked;
