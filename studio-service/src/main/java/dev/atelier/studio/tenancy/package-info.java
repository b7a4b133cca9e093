/** Domains and the user profiles in them. */
@NullMarked
package dev.atelier.studio.tenancy;

import org.jspecify.annotations.NullMarked;
