package dev.atelier.studio.app;

import dev.atelier.studio.tenancy.ProfileRef;

/** An app by its names. */
public record AppKey(ProfileRef owner, AppType type, String appName) {
    @Override
    public String toString() {
        return owner + "/" + type.wireName() + "/" + appName;
    }
}
