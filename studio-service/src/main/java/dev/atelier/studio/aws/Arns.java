package dev.atelier.studio.aws;

import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsScope;
import dev.atelier.studio.app.AppKey;
import dev.atelier.studio.image.ImageReference;
import dev.atelier.studio.settings.LifecycleChoice;
import dev.atelier.studio.tenancy.ProfileRef;
import dev.atelier.studio.tenancy.SpaceRef;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of resources as AWS gives them. */
record Arns(AwsScope scope) {
    private static final Pattern DOMAIN = Pattern.compile("domain/([^/]+)");
    private static final Pattern VERSION = Pattern.compile("image-version/([^/]+)/([0-9]+)");
    private static final String IMAGE = "image/";
    private static final String CONFIG = "app-image-config/";
    private static final String LIFECYCLE = "studio-lifecycle-config/";
    private static final Pattern SPACE = Pattern.compile("space/([^/]+)/([^/]+)");
    private static final Pattern PROFILE = Pattern.compile("user-profile/([^/]+)/([^/]+)");

    /** In the region and account of a call. */
    static Arns of(AwsCall call) {
        return new Arns(call.scope());
    }

    String domain(String domainId) {
        return arn("domain/" + domainId);
    }

    String userProfile(ProfileRef ref) {
        return arn("user-profile/" + ref);
    }

    String space(SpaceRef ref) {
        return arn("space/%s/%s".formatted(ref.domainId(), ref.spaceName()));
    }

    String app(AppKey key) {
        return arn("app/%s/%s/%s/%s"
                .formatted(
                        key.owner().domainId(),
                        key.owner().name(),
                        key.type().wireName().toLowerCase(Locale.ROOT),
                        key.appName()));
    }

    String lifecycleConfig(String name) {
        return name.equals(LifecycleChoice.NO_SCRIPT) ? name : arn(LIFECYCLE + name);
    }

    String image(String name) {
        return arn("image/" + name);
    }

    /** The ARN of an image by how it is named where one is chosen. */
    String image(ImageReference image) {
        return image.version().isEmpty() ? image(image.imageName()) : imageVersion(image.imageName(), image.version());
    }

    String imageVersion(String name, String version) {
        return arn("image-version/" + name + "/" + version);
    }

    String appImageConfig(String name) {
        return arn("app-image-config/" + name);
    }

    private String arn(String resource) {
        return scope.arn(resource);
    }

    /** What can have tags. */
    sealed interface Taggable {
        record OfDomain(String domainId) implements Taggable {}

        record OfProfile(ProfileRef ref) implements Taggable {}

        record OfImage(String imageName) implements Taggable {}

        record OfAppImageConfig(String name) implements Taggable {}

        record OfLifecycleConfig(String name) implements Taggable {}

        record OfSpace(SpaceRef ref) implements Taggable {}
    }

    /** The domain, user profile or space with this ARN; empty for what is not Studio's. */
    static Optional<Taggable> taggable(String arn) {
        String resource = AwsScope.resource("resourceArn", arn);
        Matcher domain = DOMAIN.matcher(resource);
        if (domain.matches()) {
            return Optional.of(new Taggable.OfDomain(domain.group(1)));
        }
        Matcher profile = PROFILE.matcher(resource);
        if (profile.matches()) {
            return Optional.of(new Taggable.OfProfile(new ProfileRef(profile.group(1), profile.group(2))));
        }
        Matcher space = SPACE.matcher(resource);
        if (space.matches()) {
            return Optional.of(new Taggable.OfSpace(new SpaceRef(space.group(1), space.group(2))));
        }
        if (resource.startsWith(IMAGE)) {
            return Optional.of(new Taggable.OfImage(resource.substring(IMAGE.length())));
        }
        if (resource.startsWith(CONFIG)) {
            return Optional.of(new Taggable.OfAppImageConfig(resource.substring(CONFIG.length())));
        }
        if (resource.startsWith(LIFECYCLE)) {
            return Optional.of(new Taggable.OfLifecycleConfig(resource.substring(LIFECYCLE.length())));
        }
        return Optional.empty();
    }

    /** The name in the ARN of a lifecycle configuration; {@code None} as it is. */
    static String lifecycleConfigName(String arn) {
        if (arn.equals(LifecycleChoice.NO_SCRIPT)) {
            return arn;
        }
        String resource = AwsScope.resource("lifecycleConfigArn", arn);
        if (!resource.startsWith(LIFECYCLE)) {
            throw AwsException.validation("lifecycleConfigArn", "Member must be the ARN of a lifecycle configuration");
        }
        return resource.substring(LIFECYCLE.length());
    }

    /** The name in the ARN of an image. */
    static String imageName(String arn) {
        String resource = AwsScope.resource("sageMakerImageArn", arn);
        if (!resource.startsWith(IMAGE)) {
            throw AwsException.validation("sageMakerImageArn", "Member must be the ARN of an image");
        }
        return resource.substring(IMAGE.length());
    }

    /** The version in the ARN of an image version. */
    static ImageReference imageVersion(String arn) {
        Matcher matcher = VERSION.matcher(AwsScope.resource("sageMakerImageVersionArn", arn));
        if (!matcher.matches()) {
            throw AwsException.validation("sageMakerImageVersionArn", "Member must be the ARN of an image version");
        }
        return new ImageReference(matcher.group(1), matcher.group(2));
    }
}
