/** How a person or a program gets in as a user: pre-signed URLs and access tokens. */
@NullMarked
package dev.atelier.studio.access;

import org.jspecify.annotations.NullMarked;
