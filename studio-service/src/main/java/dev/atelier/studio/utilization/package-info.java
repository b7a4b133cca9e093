/** How much of an instance was in use at most: what billing's advice on instances that are too large rests on. */
@NullMarked
package dev.atelier.studio.utilization;

import org.jspecify.annotations.NullMarked;
