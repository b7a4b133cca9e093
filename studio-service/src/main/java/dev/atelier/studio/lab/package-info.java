/** Atelier's own JupyterLab extension. */
@NullMarked
package dev.atelier.studio.lab;

import org.jspecify.annotations.NullMarked;
