/** Apps: the Lab and the kernel gateways which run on instances, and the reconciler which drives them. */
@NullMarked
package dev.atelier.studio.app;

import org.jspecify.annotations.NullMarked;
