package dev.atelier.studio.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.page.Page;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.platform.aws.AwsOutput;
import dev.atelier.studio.app.App;
import dev.atelier.studio.app.AppFilter;
import dev.atelier.studio.app.AppKey;
import dev.atelier.studio.app.AppOperations;
import dev.atelier.studio.app.AppType;
import dev.atelier.studio.app.AppWithPrice;
import dev.atelier.studio.app.NewApp;
import dev.atelier.studio.store.ListQuery;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.tenancy.OwnerFilter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Apps. */
@ApplicationScoped
class AppWire {
    private static final String LIFECYCLE = "LifecycleConfigArn";

    private final AppOperations operations;

    AppWire(AppOperations operations) {
        this.operations = operations;
    }

    Map<String, @Nullable Object> create(AwsCall call) {
        AwsInput input = call.input();
        if (!input.tags().isEmpty()) {
            throw AwsException.unsupported("Tagging an app");
        }
        Optional<AwsInput> resource = input.structure("ResourceSpec");
        AppKey key = key(input);
        NewApp app = new NewApp(
                key,
                resource.flatMap(ResourceSpecWire::image).orElse(""),
                resource.flatMap(ResourceSpecWire::instanceType).orElse(""),
                resource.flatMap(spec -> spec.optional(LIFECYCLE))
                        .map(Arns::lifecycleConfigName)
                        .orElse(""));
        operations.create(call.caller(), app, null);
        return structure("AppArn", Arns.of(call).app(key));
    }

    Map<String, @Nullable Object> describe(AwsCall call) {
        App app = operations.get(call.caller(), key(call.input())).app();
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(summary(Arns.of(call), app));
        answer.put("AppArn", Arns.of(call).app(new AppKey(app.owner(), app.type(), app.appName())));
        String reason = app.state().failureReason();
        if (reason != null) {
            answer.put("FailureReason", reason);
        }
        return answer;
    }

    /** AWS says {@code ResourceNotFound} where there is nothing to end. */
    Map<String, @Nullable Object> delete(AwsCall call) {
        AppKey key = key(call.input());
        if (!operations.get(call.caller(), key).app().state().live()) {
            throw AtelierException.notFound("app", key.toString());
        }
        operations.delete(call.caller(), key);
        return Map.of();
    }

    Map<String, @Nullable Object> list(AwsCall call) {
        AwsInput input = call.input();
        input.oneOf("SortBy", "CreationTime");
        AppFilter filter = new AppFilter(
                new OwnerFilter(
                        input.optional("DomainIdEquals").orElse(null),
                        input.optional("UserProfileNameEquals").orElse(null),
                        input.optional("SpaceNameEquals").orElse(null)),
                null,
                null,
                null,
                null,
                ListQuery.all(Sorts.of(call).descending()));
        Page<AppWithPrice> page = operations.search(call.caller(), filter, call.page());
        return AwsOutput.page("Apps", page, priced -> summary(Arns.of(call), priced.app()));
    }

    private static AppKey key(AwsInput input) {
        Owner owner = Owner.named(
                input.text("DomainId"),
                input.optional("UserProfileName").orElse(null),
                input.optional("SpaceName").orElse(null));
        String type = input.text("AppType");
        return new AppKey(
                owner,
                AppType.ofWireName(type).orElseThrow(() -> AwsException.unsupported("AppType " + type)),
                input.text("AppName"));
    }

    private static Map<String, @Nullable Object> summary(Arns arns, App app) {
        return structure(
                "DomainId",
                app.owner().domainId(),
                "UserProfileName",
                app.owner().userProfileName(),
                "SpaceName",
                app.owner().spaceName(),
                "AppType",
                app.type().wireName(),
                "AppName",
                app.appName(),
                "Status",
                app.state().status(),
                "CreationTime",
                AwsOutput.time(app.creationTime()),
                "ResourceSpec",
                resourceSpec(arns, app));
    }

    private static Map<String, String> resourceSpec(Arns arns, App app) {
        Map<String, String> spec = ResourceSpecWire.members(arns, app.image(), app.instanceType());
        if (app.lifecycleConfig() != null) {
            spec.put(LIFECYCLE, arns.lifecycleConfig(app.lifecycleConfig()));
        }
        return spec;
    }
}
