package dev.atelier.studio.home;

import dev.atelier.studio.tenancy.Owner;
import java.util.OptionalLong;

/** How much the files in a home directory may take up. */
public interface HomeQuota {
    /** In bytes; empty for no limit. May ask the database. */
    OptionalLong limit(Owner owner);
}
