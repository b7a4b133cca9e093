package dev.atelier.studio.audit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be acted on. */
public enum AuditedType {
    DOMAIN("Domain", null),
    USER_PROFILE("UserProfile", null),
    SPACE("Space", null),
    LIFECYCLE_CONFIG("StudioLifecycleConfig", null),
    APP("App", null),
    INSTANCE("Instance", "select domain_id, user_profile_name from instance where instance_id = ?"),
    KERNEL("Kernel", "select domain_id, user_profile_name from kernel where kernel_id = ?"),
    SESSION("Session", "select domain_id, user_profile_name from kernel_session where session_id = ?"),
    CAPABILITY("Capability", "select domain_id, user_profile_name from capability where capability_id = ?"),
    SIGN_ON_IDENTITY("SignOnIdentity", "select domain_id, user_profile_name from sign_on_identity where subject = ?"),
    FILE("File", null),
    IMAGE("Image", null),
    IMAGE_VERSION("ImageVersion", null),
    APP_IMAGE_CONFIG("AppImageConfig", null);

    private final String wireName;
    private final @Nullable String owner;

    AuditedType(String wireName, @Nullable String owner) {
        this.wireName = wireName;
        this.owner = owner;
    }

    public String wireName() {
        return wireName;
    }

    /** The statement that finds the owner of one by its id; empty for those that are named by their owner. */
    Optional<String> owner() {
        return Optional.ofNullable(owner);
    }
}
