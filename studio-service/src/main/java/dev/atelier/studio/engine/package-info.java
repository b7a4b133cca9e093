/** What runs instances and apps, behind one interface. */
@NullMarked
package dev.atelier.studio.engine;

import org.jspecify.annotations.NullMarked;
