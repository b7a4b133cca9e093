package dev.atelier.studio.image;

import dev.atelier.studio.wire.Wire;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "AppImageConfig")
record AppImageConfigJson(
        String appImageConfigName,
        List<ImageJson.KernelSpecJson> kernelSpecs,
        FileSystemJson fileSystemConfig,
        Map<String, String> tags,
        Instant creationTime,
        Instant lastModifiedTime) {
    static AppImageConfigJson of(AppImageConfig config) {
        FileSystemConfig files = config.fileSystemConfig();
        return new AppImageConfigJson(
                config.appImageConfigName(),
                config.kernelSpecs().stream()
                        .map(spec -> new ImageJson.KernelSpecJson(spec.name(), spec.displayName()))
                        .toList(),
                new FileSystemJson(files.mountPath(), files.defaultUid(), files.defaultGid()),
                config.tags(),
                config.creationTime(),
                config.lastModifiedTime());
    }

    @RegisterForReflection
    @Schema(
            name = "FileSystemConfig",
            description =
                    "How the home is seen in containers: defaultUid and defaultGid are 1000 and 100, or 0 and 0. The local"
                            + " engine has no containers and runs its processes where the home is.")
    record FileSystemJson(
            @Schema(description = "/home/sagemaker-user unless given") @Nullable
            String mountPath,

            @Nullable Integer defaultUid,
            @Nullable Integer defaultGid) {
        FileSystemConfig toConfig() {
            FileSystemConfig usual = FileSystemConfig.DEFAULT;
            return new FileSystemConfig(
                    Objects.requireNonNullElse(mountPath, usual.mountPath()),
                    Objects.requireNonNullElse(defaultUid, usual.defaultUid()),
                    Objects.requireNonNullElse(defaultGid, usual.defaultGid()));
        }
    }

    @RegisterForReflection
    @Schema(name = "NewKernelSpec")
    record NewKernelSpecJson(
            @Schema(required = true, examples = "python3") @Nullable
            String name,

            @Schema(description = "The name unless given") @Nullable
            String displayName) {
        KernelSpec toSpec() {
            return new KernelSpec(Wire.text(name), Objects.requireNonNullElse(displayName, Wire.text(name)));
        }
    }

    @RegisterForReflection
    @Schema(name = "CreateAppImageConfig")
    record Create(
            @Schema(required = true) @Nullable String appImageConfigName,

            @Schema(required = true, description = "1 to 5") @Nullable
            List<NewKernelSpecJson> kernelSpecs,

            @Nullable FileSystemJson fileSystemConfig,
            @Nullable Map<String, String> tags) {
        NewAppImageConfig toNew() {
            return new NewAppImageConfig(
                    Wire.text(appImageConfigName),
                    Objects.requireNonNullElse(specs(kernelSpecs), List.of()),
                    fileSystemConfig == null ? FileSystemConfig.DEFAULT : fileSystemConfig.toConfig(),
                    Wire.tags(tags));
        }
    }

    @RegisterForReflection
    @Schema(name = "UpdateAppImageConfig", description = "What is absent stays as it is.")
    record Update(
            @Schema(description = "1 to 5") @Nullable List<NewKernelSpecJson> kernelSpecs,

            @Nullable FileSystemJson fileSystemConfig,
            @Nullable Map<String, String> tags) {
        AppImageConfigChange toChange() {
            return new AppImageConfigChange(
                    specs(kernelSpecs), fileSystemConfig == null ? null : fileSystemConfig.toConfig(), tags);
        }
    }

    private static @Nullable List<KernelSpec> specs(@Nullable List<NewKernelSpecJson> specs) {
        return specs == null
                ? null
                : specs.stream().map(NewKernelSpecJson::toSpec).toList();
    }
}
