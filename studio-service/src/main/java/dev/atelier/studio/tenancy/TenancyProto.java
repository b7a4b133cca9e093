package dev.atelier.studio.tenancy;

import dev.atelier.api.time.ProtoTimes;
import dev.atelier.studio.settings.SettingsProto;
import dev.atelier.studio.v1.ResourceStatus;
import dev.atelier.studio.wire.Wire;

/** Domains and user profiles as messages. */
public final class TenancyProto {
    private TenancyProto() {}

    static dev.atelier.studio.v1.Domain domain(Domain domain) {
        return dev.atelier.studio.v1.Domain.newBuilder()
                .setDomainId(domain.domainId())
                .setDomainName(domain.domainName())
                .setStatus(status(domain.state()))
                .setFailureReason(Wire.text(domain.state().failureReason()))
                .setDefaultImage(domain.defaultImage())
                .setDefaultInstanceType(domain.defaultInstanceType())
                .putAllTags(domain.tags())
                .setCreationTime(ProtoTimes.timestamp(domain.creationTime()))
                .setDefaultUserSettings(SettingsProto.proto(domain.defaults()))
                .setQuotas(SettingsProto.proto(domain.quotas()))
                .setLastModifiedTime(ProtoTimes.timestamp(domain.lastModifiedTime()))
                .build();
    }

    /** The profile with the settings in force for it. */
    public static dev.atelier.studio.v1.UserProfile profile(UserProfileView view) {
        return profile(view.profile()).toBuilder()
                .setEffectiveSettings(SettingsProto.proto(view.effective()))
                .build();
    }

    /** The profile as in lists. */
    public static dev.atelier.studio.v1.UserProfile profile(UserProfile profile) {
        return dev.atelier.studio.v1.UserProfile.newBuilder()
                .setDomainId(profile.ref().domainId())
                .setUserProfileName(profile.ref().userProfileName())
                .setExecutionRole(profile.executionRole())
                .setTeam(profile.team())
                .setProject(profile.project())
                .putAllTags(profile.tags())
                .setStatus(status(profile.state()))
                .setFailureReason(Wire.text(profile.state().failureReason()))
                .setCreationTime(ProtoTimes.timestamp(profile.creationTime()))
                .setUserSettings(SettingsProto.proto(profile.settings()))
                .setLastModifiedTime(ProtoTimes.timestamp(profile.lastModifiedTime()))
                .build();
    }

    static ResourceStatus status(TenancyState state) {
        return switch (state) {
            case TenancyState.Pending _ -> ResourceStatus.RESOURCE_STATUS_PENDING;
            case TenancyState.InService _ -> ResourceStatus.RESOURCE_STATUS_IN_SERVICE;
            case TenancyState.Deleting _ -> ResourceStatus.RESOURCE_STATUS_DELETING;
            case TenancyState.Failed _ -> ResourceStatus.RESOURCE_STATUS_FAILED;
        };
    }
}
