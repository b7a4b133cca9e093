package dev.atelier.studio.tenancy;

/** Names one user profile: who owns an app, an instance, a kernel or a home directory. */
public record ProfileRef(String domainId, String userProfileName) {
    @Override
    public String toString() {
        return domainId + "/" + userProfileName;
    }
}
