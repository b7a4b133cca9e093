/** Fast launch: apps that wait, started but nobody's, until somebody asks for one. */
@NullMarked
package dev.atelier.studio.warm;

import org.jspecify.annotations.NullMarked;
