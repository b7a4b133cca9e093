package dev.atelier.studio.app;

import java.util.Optional;

/** The scripts of lifecycle configurations; implemented where they are kept. */
public interface LifecycleScripts {
    /** The script of the configuration of this name for apps of this type; empty when there is none. */
    Optional<StartScript> find(String config, AppType type);
}
