/** Instances, one per user and instance type, and the types they can have. */
@NullMarked
package dev.atelier.studio.instance;

import org.jspecify.annotations.NullMarked;
