package dev.atelier.studio.tenancy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An owner that is ready to have something made for it, with who pays.
 *
 * @param account the user on whose account it is; null for a shared space
 */
public record Tenant(Owner owner, @Nullable ProfileRef account, String team, String project, Map<String, String> tags) {
    public Tenant {
        tags = Map.copyOf(tags);
    }
}
