package dev.atelier.studio.aws;

import dev.atelier.studio.app.AppKey;
import dev.atelier.studio.tenancy.ProfileRef;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of resources as AWS gives them. */
record Arns(String region, String account) {
    private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:(.+)");
    private static final Pattern DOMAIN = Pattern.compile("domain/([^/]+)");
    private static final Pattern PROFILE = Pattern.compile("user-profile/([^/]+)/([^/]+)");

    String domain(String domainId) {
        return arn("domain/" + domainId);
    }

    String userProfile(ProfileRef ref) {
        return arn("user-profile/" + ref);
    }

    String app(AppKey key) {
        return arn(
                "app/%s/%s/%s".formatted(key.owner(), key.type().wireName().toLowerCase(Locale.ROOT), key.appName()));
    }

    String image(String name) {
        return arn("image/" + name);
    }

    private String arn(String resource) {
        return "arn:aws:sagemaker:%s:%s:%s".formatted(region, account, resource);
    }

    /** What can have tags. */
    sealed interface Taggable {
        record OfDomain(String domainId) implements Taggable {}

        record OfProfile(ProfileRef ref) implements Taggable {}
    }

    /** The domain or user profile with this ARN. */
    static Taggable taggable(String arn) {
        String resource = resource("resourceArn", arn);
        Matcher domain = DOMAIN.matcher(resource);
        if (domain.matches()) {
            return new Taggable.OfDomain(domain.group(1));
        }
        Matcher profile = PROFILE.matcher(resource);
        if (profile.matches()) {
            return new Taggable.OfProfile(new ProfileRef(profile.group(1), profile.group(2)));
        }
        throw AwsException.unsupported("Tagging " + arn);
    }

    /** The name in the ARN of an image. */
    static String imageName(String arn) {
        String resource = resource("sageMakerImageArn", arn);
        if (!resource.startsWith("image/")) {
            throw AwsException.validation("sageMakerImageArn", "Member must be the ARN of an image");
        }
        return resource.substring("image/".length());
    }

    private static String resource(String member, String arn) {
        Matcher matcher = ARN.matcher(arn);
        if (!matcher.matches()) {
            throw AwsException.validation(member, "Member must satisfy regular expression pattern: " + ARN);
        }
        return matcher.group(1);
    }
}
