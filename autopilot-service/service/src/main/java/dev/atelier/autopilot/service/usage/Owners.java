package dev.atelier.autopilot.service.usage;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.api.identity.Caller;
import dev.atelier.studio.v1.GetUserProfileRequest;
import dev.atelier.studio.v1.UserProfile;
import dev.atelier.studio.v1.UserProfileServiceGrpc.UserProfileServiceBlockingStub;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Finds out whom a new resource belongs to, and whose resources a list shows. */
@ApplicationScoped
public class Owners {
    private static final long TIMEOUT_SECONDS = 5;

    private final UserProfileServiceBlockingStub profiles;

    Owners(@GrpcClient("studio") UserProfileServiceBlockingStub profiles) {
        this.profiles = profiles;
    }

    /** A user profile that resources belong to. */
    public record Profile(String domainId, String userProfileName) {}

    /**
     * Whom a new resource belongs to: the named user profile, a member's own when none is named.
     *
     * @throws AtelierException PERMISSION_DENIED for another's profile, RESOURCE_NOT_FOUND when there is no such profile,
     *     VALIDATION when an administrator names none, UNAVAILABLE when Studio is away
     */
    public Owner resolve(Caller caller, @Nullable String domainId, @Nullable String userProfileName) {
        Profile profile = profile(caller, domainId, userProfileName);
        caller.requireProfile(profile.domainId(), profile.userProfileName());
        try {
            UserProfile found = profiles.withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .getUserProfile(GetUserProfileRequest.newBuilder()
                            .setDomainId(profile.domainId())
                            .setUserProfileName(profile.userProfileName())
                            .build())
                    .getUserProfile();
            return new Owner(
                    found.getDomainId(),
                    found.getUserProfileName(),
                    found.getTeam(),
                    found.getProject(),
                    found.getTagsMap());
        } catch (StatusRuntimeException e) {
            throw NeighbourErrors.translate("Studio", e);
        }
    }

    /**
     * Narrows a list to what the caller may see.
     *
     * @return the profile to show; null parts mean every domain or every user
     * @throws AtelierException PERMISSION_DENIED when a member asks for another's
     */
    public Scope scope(Caller caller, @Nullable String domainId, @Nullable String userProfileName) {
        String domain = blankToNull(domainId);
        String user = blankToNull(userProfileName);
        if (caller.domainId() != null && caller.userProfileName() != null) {
            domain = domain == null ? caller.domainId() : domain;
            user = user == null ? caller.userProfileName() : user;
            caller.requireProfileRead(domain, user);
        } else {
            caller.requireViewer();
        }
        return new Scope(domain, user);
    }

    /** Whose resources a list shows; null means all. */
    public record Scope(@Nullable String domainId, @Nullable String userProfileName) {}

    private static Profile profile(Caller caller, @Nullable String domainId, @Nullable String userProfileName) {
        String domain = blankToNull(domainId);
        String user = blankToNull(userProfileName);
        domain = domain == null ? caller.domainId() : domain;
        user = user == null ? caller.userProfileName() : user;
        if (domain == null || user == null) {
            List<FieldViolation> missing = new ArrayList<>();
            if (domain == null) {
                missing.add(new FieldViolation("domainId", "is required for callers without a user profile"));
            }
            if (user == null) {
                missing.add(new FieldViolation("userProfileName", "is required for callers without a user profile"));
            }
            throw AtelierException.invalid(missing);
        }
        return new Profile(domain, user);
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
