package dev.atelier.studio.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import dev.atelier.api.page.Page;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.platform.aws.AwsOutput;
import dev.atelier.studio.lifecycle.LifecycleConfig;
import dev.atelier.studio.lifecycle.LifecycleFilter;
import dev.atelier.studio.lifecycle.LifecycleOperations;
import dev.atelier.studio.lifecycle.NewLifecycleConfig;
import dev.atelier.studio.store.Sort;
import dev.atelier.studio.store.SortKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Studio lifecycle configurations. Their content is base64 here. */
@ApplicationScoped
class LifecycleWire {
    private static final String NAME = "StudioLifecycleConfigName";
    private static final String CONTENT = "StudioLifecycleConfigContent";
    private static final String APP_TYPE = "StudioLifecycleConfigAppType";

    private final LifecycleOperations operations;

    LifecycleWire(LifecycleOperations operations) {
        this.operations = operations;
    }

    Map<String, @Nullable Object> create(AwsCall call) {
        AwsInput input = call.input();
        String type = input.text(APP_TYPE);
        if (input.oneOf(APP_TYPE, "JupyterServer", "KernelGateway", "CodeEditor", "JupyterLab")
                .filter(given -> given.equals("CodeEditor") || given.equals("JupyterLab"))
                .isPresent()) {
            throw AwsException.unsupported(APP_TYPE + " " + type);
        }
        LifecycleConfig config = operations.create(
                call.caller(),
                new NewLifecycleConfig(input.text(NAME), type, decoded(input.text(CONTENT)), input.tags()),
                null);
        return structure("StudioLifecycleConfigArn", Arns.of(call).lifecycleConfig(config.name()));
    }

    private static String decoded(String content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getMimeDecoder().decode(content)))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException _) {
            throw AwsException.validation("studioLifecycleConfigContent", "Member must be a script in base64");
        }
    }

    Map<String, @Nullable Object> describe(AwsCall call) {
        LifecycleConfig config = operations.get(call.input().text(NAME));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(summary(Arns.of(call), config));
        answer.put(CONTENT, Base64.getEncoder().encodeToString(config.script().getBytes(StandardCharsets.UTF_8)));
        return answer;
    }

    /** AWS says {@code ResourceNotFound} where there is nothing to delete. */
    Map<String, @Nullable Object> delete(AwsCall call) {
        LifecycleConfig config = operations.get(call.input().text(NAME));
        operations.delete(call.caller(), config.name());
        return Map.of();
    }

    Map<String, @Nullable Object> list(AwsCall call) {
        AwsInput input = call.input();
        LifecycleFilter filter = new LifecycleFilter(
                input.optional("NameContains").orElse(null),
                input.optional("AppTypeEquals").orElse(null),
                input.time("CreationTimeAfter"),
                input.time("CreationTimeBefore"),
                input.time("ModifiedTimeAfter"),
                input.time("ModifiedTimeBefore"),
                sort(input));
        Page<LifecycleConfig> page = operations.list(filter, call.page());
        return AwsOutput.page("StudioLifecycleConfigs", page, config -> summary(Arns.of(call), config));
    }

    private static Sort sort(AwsInput input) {
        SortKey key = switch (input.oneOf("SortBy", "CreationTime", "LastModifiedTime", "Name")
                .orElse("CreationTime")) {
            case "LastModifiedTime" -> SortKey.LAST_MODIFIED_TIME;
            case "Name" -> SortKey.NAME;
            default -> SortKey.CREATION_TIME;
        };
        return new Sort(
                key,
                input.oneOf("SortOrder", "Ascending", "Descending")
                        .filter("Descending"::equals)
                        .isPresent());
    }

    private static Map<String, @Nullable Object> summary(Arns arns, LifecycleConfig config) {
        return structure(
                "StudioLifecycleConfigArn",
                arns.lifecycleConfig(config.name()),
                NAME,
                config.name(),
                APP_TYPE,
                config.appType().wireName(),
                "CreationTime",
                AwsOutput.time(config.creationTime()),
                "LastModifiedTime",
                AwsOutput.time(config.lastModifiedTime()));
    }
}
