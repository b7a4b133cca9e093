/** What domains and user profiles can be set to: defaults for launches, idle timeouts, quotas. */
@NullMarked
package dev.atelier.studio.settings;

import org.jspecify.annotations.NullMarked;
