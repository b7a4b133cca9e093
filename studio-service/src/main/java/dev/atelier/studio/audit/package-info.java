/** Who did what to which resource with which result. */
@NullMarked
package dev.atelier.studio.audit;

import org.jspecify.annotations.NullMarked;
