package dev.atelier.billing.budget.rest;

import dev.atelier.billing.budget.Scope;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whose usage a budget counts. */
@RegisterForReflection
@Schema(name = "BudgetScope")
record ScopeJson(
        @Schema(description = "installation, domain, user, team, project, or tag.", required = true, examples = "user")
        @Nullable
        String type,

        @Schema(description = "Of a domain or a user.") @Nullable
        String domainId,

        @Schema(description = "The user profile, team, project, or key of the tag.") @Nullable
        String name,

        @Schema(description = "Of a tag.") @Nullable String value) {
    static ScopeJson of(Scope scope) {
        return new ScopeJson(scope.type(), absent(scope.domain()), absent(scope.name()), absent(scope.value()));
    }

    static @Nullable String absent(String text) {
        return text.isEmpty() ? null : text;
    }
}
