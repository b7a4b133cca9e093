/** What every service is told about the installation. */
@NullMarked
package dev.atelier.platform.config;

import org.jspecify.annotations.NullMarked;
