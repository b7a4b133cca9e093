package dev.atelier.studio.tenancy;

import java.util.Map;

/** A user profile to make; everything but its name may be empty. */
public record NewUserProfile(
        ProfileRef ref, String executionRole, String team, String project, Map<String, String> tags) {}
