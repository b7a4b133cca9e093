package dev.atelier.studio.kernel;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import org.jspecify.annotations.Nullable;

/** Whose things a list shows; null where it is not narrowed. */
public record Scope(@Nullable String domainId, @Nullable String userProfileName) {
    /** What the caller asked for, or a member's own when nothing was said. Asking for more than one may see is refused. */
    public static Scope of(Caller caller, @Nullable String domainId, @Nullable String userProfileName) {
        String domain = blankToNull(domainId);
        String user = blankToNull(userProfileName);
        if (user != null && domain == null) {
            throw AtelierException.invalid("domainId", "is needed with userProfileName");
        }
        if (domain == null && caller.domainId() != null) {
            return new Scope(caller.domainId(), caller.userProfileName());
        }
        if (domain != null && user == null && domain.equals(caller.domainId())) {
            return new Scope(domain, caller.userProfileName());
        }
        if (domain != null && user != null) {
            caller.requireProfileRead(domain, user);
        } else {
            caller.requireViewer();
        }
        return new Scope(domain, user);
    }

    private static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isEmpty() ? null : value;
    }
}
