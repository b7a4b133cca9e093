package dev.atelier.studio.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import dev.atelier.api.page.Page;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.platform.aws.AwsOutput;
import dev.atelier.studio.image.AppImageConfig;
import dev.atelier.studio.image.AppImageConfigChange;
import dev.atelier.studio.image.AppImageConfigOperations;
import dev.atelier.studio.image.FileSystemConfig;
import dev.atelier.studio.image.ImageFilter;
import dev.atelier.studio.image.KernelSpec;
import dev.atelier.studio.image.NewAppImageConfig;
import dev.atelier.studio.store.Sort;
import dev.atelier.studio.store.SortKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** App image configs, for KernelGateway apps. */
@ApplicationScoped
class AppImageConfigWire {
    private static final String NAME = "AppImageConfigName";
    private static final String KERNELS = "KernelGatewayImageConfig";
    private static final String SPECS = "KernelSpecs";
    private static final String FILES = "FileSystemConfig";

    private final AppImageConfigOperations operations;

    AppImageConfigWire(AppImageConfigOperations operations) {
        this.operations = operations;
    }

    Map<String, @Nullable Object> create(AwsCall call) {
        AwsInput kernels = kernels(call.input());
        AppImageConfig config = operations.create(
                call.caller(),
                new NewAppImageConfig(
                        call.input().text(NAME),
                        specs(kernels),
                        files(kernels),
                        call.input().tags()),
                null);
        return arn(call, config);
    }

    Map<String, @Nullable Object> describe(AwsCall call) {
        return details(Arns.of(call), operations.get(call.caller(), call.input().text(NAME)));
    }

    Map<String, @Nullable Object> update(AwsCall call) {
        AwsInput kernels = kernels(call.input());
        AppImageConfig config = operations.update(
                call.caller(),
                call.input().text(NAME),
                new AppImageConfigChange(specs(kernels), kernels.has(FILES) ? files(kernels) : null, null));
        return arn(call, config);
    }

    /** AWS says {@code ResourceNotFound} where there is nothing to delete. */
    Map<String, @Nullable Object> delete(AwsCall call) {
        AppImageConfig config = operations.get(call.caller(), call.input().text(NAME));
        operations.delete(call.caller(), config.appImageConfigName());
        return Map.of();
    }

    Map<String, @Nullable Object> list(AwsCall call) {
        AwsInput input = call.input();
        SortKey key = switch (input.oneOf("SortBy", "CreationTime", "LastModifiedTime", "Name")
                .orElse("CreationTime")) {
            case "Name" -> SortKey.NAME;
            case "LastModifiedTime" -> SortKey.LAST_MODIFIED_TIME;
            default -> SortKey.CREATION_TIME;
        };
        boolean descending = input.oneOf("SortOrder", "Ascending", "Descending")
                .filter("Descending"::equals)
                .isPresent();
        ImageFilter filter = new ImageFilter(
                input.optional("NameContains").orElse(null),
                null,
                input.time("CreationTimeAfter"),
                input.time("CreationTimeBefore"),
                input.time("ModifiedTimeAfter"),
                input.time("ModifiedTimeBefore"),
                new Sort(key, descending));
        Page<AppImageConfig> page = operations.list(call.caller(), filter, call.page());
        return AwsOutput.page("AppImageConfigs", page, config -> details(Arns.of(call), config));
    }

    private static AwsInput kernels(AwsInput input) {
        for (String other : List.of("JupyterLabAppImageConfig", "CodeEditorAppImageConfig")) {
            if (input.has(other)) {
                throw AwsException.unsupported(other);
            }
        }
        return input.required(KERNELS);
    }

    private static List<KernelSpec> specs(AwsInput kernels) {
        return kernels.structures(SPECS).stream()
                .map(spec -> new KernelSpec(
                        spec.text("Name"), spec.optional("DisplayName").orElse(spec.text("Name"))))
                .toList();
    }

    private static FileSystemConfig files(AwsInput kernels) {
        FileSystemConfig usual = FileSystemConfig.DEFAULT;
        return kernels.structure(FILES)
                .map(files -> new FileSystemConfig(
                        files.optional("MountPath").orElse(usual.mountPath()),
                        Objects.requireNonNullElse(files.number("DefaultUid"), usual.defaultUid()),
                        Objects.requireNonNullElse(files.number("DefaultGid"), usual.defaultGid())))
                .orElse(usual);
    }

    private static Map<String, @Nullable Object> arn(AwsCall call, AppImageConfig config) {
        return structure("AppImageConfigArn", Arns.of(call).appImageConfig(config.appImageConfigName()));
    }

    private static Map<String, @Nullable Object> details(Arns arns, AppImageConfig config) {
        FileSystemConfig files = config.fileSystemConfig();
        return structure(
                "AppImageConfigArn",
                arns.appImageConfig(config.appImageConfigName()),
                NAME,
                config.appImageConfigName(),
                "CreationTime",
                AwsOutput.time(config.creationTime()),
                "LastModifiedTime",
                AwsOutput.time(config.lastModifiedTime()),
                KERNELS,
                structure(
                        SPECS,
                        config.kernelSpecs().stream()
                                .map(spec -> structure("Name", spec.name(), "DisplayName", spec.displayName()))
                                .toList(),
                        FILES,
                        structure(
                                "MountPath",
                                files.mountPath(),
                                "DefaultUid",
                                files.defaultUid(),
                                "DefaultGid",
                                files.defaultGid())));
    }
}
