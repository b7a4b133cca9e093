/** Renders the overlays as a cluster would get them and checks them against Kubernetes and the rules of the house. */
@NullMarked
package dev.atelier.deploy;

import org.jspecify.annotations.NullMarked;
