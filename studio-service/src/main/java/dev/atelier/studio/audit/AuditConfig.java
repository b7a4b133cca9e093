package dev.atelier.studio.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The audit log ({@code atelier.audit.*}). */
@ConfigMapping(prefix = "atelier.audit")
public interface AuditConfig {
    /** How long an audit event is kept. */
    @WithDefault("P400D")
    Duration retention();
}
