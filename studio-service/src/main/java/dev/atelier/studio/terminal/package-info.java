/** Terminals: system terminals in Labs, image terminals in KernelGateway apps, and those of any app, as the API has them. */
@NullMarked
package dev.atelier.studio.terminal;

import org.jspecify.annotations.NullMarked;
