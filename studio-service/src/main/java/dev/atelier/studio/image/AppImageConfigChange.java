package dev.atelier.studio.image;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to change in an app image config: null leaves a part as it is, anything else takes the place of the whole part. */
public record AppImageConfigChange(
        @Nullable List<KernelSpec> kernelSpecs,
        @Nullable FileSystemConfig fileSystemConfig,
        @Nullable Map<String, String> tags) {}
