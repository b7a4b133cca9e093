/** Images: the named environments which kernels run in. */
@NullMarked
package dev.atelier.studio.image;

import org.jspecify.annotations.NullMarked;
