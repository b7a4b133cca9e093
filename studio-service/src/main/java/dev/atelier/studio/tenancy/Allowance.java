package dev.atelier.studio.tenancy;

import dev.atelier.studio.settings.Quotas;

/** What an owner may have. A user's figures count what is in his private spaces, too. */
public record Allowance(Owner owner, Quotas quotas) {}
