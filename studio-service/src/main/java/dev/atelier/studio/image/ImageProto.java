package dev.atelier.studio.image;

import dev.atelier.api.time.ProtoTimes;
import dev.atelier.studio.wire.Wire;
import java.util.List;

/** Images, versions and app image configs as messages. */
public final class ImageProto {
    private ImageProto() {}

    public static dev.atelier.studio.v1.Image image(ListedImage image) {
        dev.atelier.studio.v1.Image.Builder builder = dev.atelier.studio.v1.Image.newBuilder()
                .setImageName(image.imageName())
                .setDisplayName(image.displayName())
                .setDescription(image.description())
                .setGpu(image.gpu())
                .addAllKernelSpecs(specs(image.kernelSpecs()))
                .setShipped(image.own() == null)
                .setStatus(image.status());
        OwnImage own = image.own();
        if (own != null) {
            builder.setExecutionRole(own.executionRole())
                    .putAllTags(own.tags())
                    .setCreationTime(ProtoTimes.timestamp(own.creationTime()))
                    .setLastModifiedTime(ProtoTimes.timestamp(own.lastModifiedTime()));
            if (own.latestVersion() != null) {
                builder.setLatestVersion(own.latestVersion());
            }
        }
        return builder.build();
    }

    static dev.atelier.studio.v1.ImageVersion version(ImageVersion version) {
        return dev.atelier.studio.v1.ImageVersion.newBuilder()
                .setImageName(version.imageName())
                .setVersion(version.version())
                .setReference(version.reference())
                .setStatus(version.state().status())
                .setFailureReason(Wire.text(version.state().failureReason()))
                .setBaseImage(version.baseImage())
                .setRequirements(version.requirements())
                .addAllAliases(version.aliases())
                .setReleaseNotes(version.releaseNotes())
                .setCreationTime(ProtoTimes.timestamp(version.creationTime()))
                .setLastModifiedTime(ProtoTimes.timestamp(version.lastModifiedTime()))
                .build();
    }

    static dev.atelier.studio.v1.AppImageConfig config(AppImageConfig config) {
        return dev.atelier.studio.v1.AppImageConfig.newBuilder()
                .setAppImageConfigName(config.appImageConfigName())
                .addAllKernelSpecs(specs(config.kernelSpecs()))
                .setFileSystemConfig(dev.atelier.studio.v1.FileSystemConfig.newBuilder()
                        .setMountPath(config.fileSystemConfig().mountPath())
                        .setDefaultUid(config.fileSystemConfig().defaultUid())
                        .setDefaultGid(config.fileSystemConfig().defaultGid()))
                .putAllTags(config.tags())
                .setCreationTime(ProtoTimes.timestamp(config.creationTime()))
                .setLastModifiedTime(ProtoTimes.timestamp(config.lastModifiedTime()))
                .build();
    }

    static List<KernelSpec> kernelSpecs(List<dev.atelier.studio.v1.KernelSpec> specs) {
        return specs.stream()
                .map(spec -> new KernelSpec(
                        spec.getName(), spec.getDisplayName().isEmpty() ? spec.getName() : spec.getDisplayName()))
                .toList();
    }

    /** Absent parts are SageMaker's defaults. */
    static FileSystemConfig fileSystem(dev.atelier.studio.v1.FileSystemConfig config) {
        FileSystemConfig usual = FileSystemConfig.DEFAULT;
        return new FileSystemConfig(
                config.getMountPath().isEmpty() ? usual.mountPath() : config.getMountPath(),
                config.hasDefaultUid() ? config.getDefaultUid() : usual.defaultUid(),
                config.hasDefaultGid() ? config.getDefaultGid() : usual.defaultGid());
    }

    private static List<dev.atelier.studio.v1.KernelSpec> specs(List<KernelSpec> specs) {
        return specs.stream()
                .map(spec -> dev.atelier.studio.v1.KernelSpec.newBuilder()
                        .setName(spec.name())
                        .setDisplayName(spec.displayName())
                        .build())
                .toList();
    }
}
