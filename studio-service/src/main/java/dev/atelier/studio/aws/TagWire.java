package dev.atelier.studio.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsOutput;
import dev.atelier.studio.image.AppImageConfigOperations;
import dev.atelier.studio.image.ImageOperations;
import dev.atelier.studio.lifecycle.LifecycleOperations;
import dev.atelier.studio.tenancy.DomainOperations;
import dev.atelier.studio.tenancy.ProfileOperations;
import dev.atelier.studio.tenancy.SpaceOperations;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Tags of domains, user profiles, spaces, lifecycle configurations, images and app image configs. */
@ApplicationScoped
class TagWire {
    private final DomainOperations domains;
    private final ProfileOperations profiles;
    private final SpaceOperations spaces;
    private final ImageOperations images;
    private final AppImageConfigOperations configs;
    private final LifecycleOperations lifecycles;

    TagWire(
            DomainOperations domains,
            ProfileOperations profiles,
            SpaceOperations spaces,
            ImageOperations images,
            AppImageConfigOperations configs,
            LifecycleOperations lifecycles) {
        this.domains = domains;
        this.profiles = profiles;
        this.spaces = spaces;
        this.images = images;
        this.configs = configs;
        this.lifecycles = lifecycles;
    }

    Map<String, @Nullable Object> add(AwsCall call) {
        Map<String, String> added = call.input().tags();
        Map<String, String> tags = change(call, before -> {
            Map<String, String> after = new HashMap<>(before);
            after.putAll(added);
            return after;
        });
        return structure("Tags", AwsOutput.tags(tags));
    }

    Map<String, @Nullable Object> delete(AwsCall call) {
        List<String> keys = call.input().texts("TagKeys");
        change(call, before -> {
            Map<String, String> after = new HashMap<>(before);
            keys.forEach(after::remove);
            return after;
        });
        return Map.of();
    }

    /** There are 50 at most, so there is one page. */
    Map<String, @Nullable Object> list(AwsCall call) {
        Map<String, String> tags = switch (taggable(call)) {
            case Arns.Taggable.OfDomain(var domainId) ->
                domains.get(call.caller(), domainId).tags();
            case Arns.Taggable.OfProfile(var ref) ->
                profiles.get(call.caller(), ref).profile().tags();
            case Arns.Taggable.OfImage(var name) ->
                images.get(call.caller(), name).tags();
            case Arns.Taggable.OfAppImageConfig(var name) ->
                configs.get(call.caller(), name).tags();
            case Arns.Taggable.OfLifecycleConfig(var name) ->
                lifecycles.get(name).tags();
            case Arns.Taggable.OfSpace(var ref) ->
                spaces.get(call.caller(), ref).space().tags();
        };
        return structure("Tags", AwsOutput.tags(tags));
    }

    private Map<String, String> change(AwsCall call, UnaryOperator<Map<String, String>> change) {
        return switch (taggable(call)) {
            case Arns.Taggable.OfDomain(var domainId) ->
                domains.tag(call.caller(), domainId, change).tags();
            case Arns.Taggable.OfProfile(var ref) ->
                profiles.tag(call.caller(), ref, change).profile().tags();
            case Arns.Taggable.OfImage(var name) ->
                images.tag(call.caller(), name, change).tags();
            case Arns.Taggable.OfAppImageConfig(var name) ->
                configs.tag(call.caller(), name, change).tags();
            case Arns.Taggable.OfLifecycleConfig(var name) ->
                lifecycles.tag(call.caller(), name, change).tags();
            case Arns.Taggable.OfSpace(var ref) ->
                spaces.tag(call.caller(), ref, change).space().tags();
        };
    }

    private static Arns.Taggable taggable(AwsCall call) {
        String arn = call.input().text("ResourceArn");
        return Arns.taggable(arn).orElseThrow(() -> AwsException.unsupported("Tagging " + arn));
    }
}
