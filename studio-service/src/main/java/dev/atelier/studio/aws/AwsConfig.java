package dev.atelier.studio.aws;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The AWS wire protocol ({@code atelier.aws.*}). */
@ConfigMapping(prefix = "atelier.aws")
public interface AwsConfig {
    /** The account in the ARNs of this installation, 12 digits. */
    @WithDefault("000000000000")
    String accountId();
}
