package dev.atelier.studio.tenancy;

import dev.atelier.studio.settings.Quotas;
import dev.atelier.studio.settings.Settings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to change in a domain: null leaves a part as it is, anything else takes the place of the whole part. */
public record DomainChange(
        @Nullable Settings defaults,
        @Nullable Quotas quotas,
        @Nullable Map<String, String> tags) {}
