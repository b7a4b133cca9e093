package dev.atelier.studio.image;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * How the home directory is seen in the containers of an image. An engine without containers runs its processes where the home is,
 * whatever this says.
 *
 * @param mountPath an absolute path
 * @param defaultUid 1000, or 0 for root
 * @param defaultGid 100, or 0 for root
 */
@RegisterForReflection
public record FileSystemConfig(String mountPath, int defaultUid, int defaultGid) {
    static final int UID = 1000;
    static final int GID = 100;

    /** SageMaker's default. */
    public static final FileSystemConfig DEFAULT = new FileSystemConfig("/home/sagemaker-user", UID, GID);
}
