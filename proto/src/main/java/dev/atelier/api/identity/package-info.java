/** Who calls: subject, role and, for people, the user profile. */
@NullMarked
package dev.atelier.api.identity;

import org.jspecify.annotations.NullMarked;
