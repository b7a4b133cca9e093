package dev.atelier.studio.settings;

import dev.atelier.api.time.ProtoTimes;
import dev.atelier.studio.v1.UserSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Settings and quotas as messages. */
public final class SettingsProto {
    private SettingsProto() {}

    public static UserSettings proto(Settings settings) {
        UserSettings.Builder builder = UserSettings.newBuilder();
        if (settings.image() != null) {
            builder.setImage(settings.image());
        }
        if (settings.instanceType() != null) {
            builder.setInstanceType(settings.instanceType());
        }
        if (settings.idleTimeout() != null) {
            builder.setIdleTimeout(ProtoTimes.duration(settings.idleTimeout()));
        }
        settings.timeouts()
                .forEach((type, timeout) -> builder.putIdleTimeoutByInstanceType(type, ProtoTimes.duration(timeout)));
        if (settings.quotas() != null) {
            builder.setQuotas(proto(settings.quotas()));
        }
        settings.ownImages().forEach(image -> builder.addCustomImages(proto(image)));
        if (settings.lifecycleConfigs() != null) {
            builder.setLifecycleConfigs(dev.atelier.studio.v1.LifecycleSettings.newBuilder()
                    .setJupyterServer(proto(settings.lifecycle().lab()))
                    .setKernelGateway(proto(settings.lifecycle().kernels())));
        }
        return builder.build();
    }

    private static dev.atelier.studio.v1.CustomImage proto(CustomImage image) {
        dev.atelier.studio.v1.CustomImage.Builder builder = dev.atelier.studio.v1.CustomImage.newBuilder()
                .setImageName(image.imageName())
                .setAppImageConfigName(image.appImageConfigName());
        if (image.imageVersionNumber() != null) {
            builder.setImageVersionNumber(image.imageVersionNumber());
        }
        return builder.build();
    }

    private static dev.atelier.studio.v1.LifecycleChoice proto(LifecycleChoice choice) {
        dev.atelier.studio.v1.LifecycleChoice.Builder builder = dev.atelier.studio.v1.LifecycleChoice.newBuilder();
        if (choice.defaultName() != null) {
            builder.setDefaultName(choice.defaultName());
        }
        if (choice.allowed() != null) {
            builder.addAllAllowed(choice.allowed());
        }
        return builder.build();
    }

    private static LifecycleChoice choice(dev.atelier.studio.v1.LifecycleChoice message) {
        return new LifecycleChoice(message.getDefaultName(), message.getAllowedList());
    }

    public static Settings settings(UserSettings message) {
        Map<String, Duration> timeouts = new HashMap<>();
        message.getIdleTimeoutByInstanceTypeMap()
                .forEach((type, timeout) -> timeouts.put(type, ProtoTimes.duration(timeout)));
        return new Settings(
                message.getImage(),
                message.getInstanceType(),
                message.hasIdleTimeout() ? ProtoTimes.duration(message.getIdleTimeout()) : null,
                timeouts,
                message.hasQuotas() ? quotas(message.getQuotas()) : null,
                message.getCustomImagesList().stream()
                        .map(image -> new CustomImage(
                                image.getImageName(),
                                image.getImageVersionNumber() == 0 ? null : image.getImageVersionNumber(),
                                image.getAppImageConfigName()))
                        .toList(),
                message.hasLifecycleConfigs()
                        ? new LifecycleSettings(
                                choice(message.getLifecycleConfigs().getJupyterServer()),
                                choice(message.getLifecycleConfigs().getKernelGateway()))
                        : null);
    }

    public static dev.atelier.studio.v1.Quotas proto(Quotas quotas) {
        dev.atelier.studio.v1.Quotas.Builder builder =
                dev.atelier.studio.v1.Quotas.newBuilder().putAllInstancesByType(quotas.byType());
        if (quotas.apps() != null) {
            builder.setApps(quotas.apps());
        }
        if (quotas.instances() != null) {
            builder.setInstances(quotas.instances());
        }
        if (quotas.kernels() != null) {
            builder.setKernels(quotas.kernels());
        }
        if (quotas.homeSizeBytes() != null) {
            builder.setHomeSizeBytes(quotas.homeSizeBytes());
        }
        return builder.build();
    }

    public static Quotas quotas(dev.atelier.studio.v1.Quotas message) {
        return new Quotas(
                message.hasApps() ? message.getApps() : null,
                message.hasInstances() ? message.getInstances() : null,
                message.getInstancesByTypeMap(),
                message.hasKernels() ? message.getKernels() : null,
                message.hasHomeSizeBytes() ? message.getHomeSizeBytes() : null);
    }
}
