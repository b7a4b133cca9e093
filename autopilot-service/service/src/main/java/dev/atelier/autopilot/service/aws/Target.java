package dev.atelier.autopilot.service.aws;

import dev.atelier.api.identity.Caller;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsScope;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The user profile for which something is made: that of whoever signs or, as SageMaker Studio itself tags what it makes, the one that the
 * tag {@code sagemaker:user-profile-arn} names. Null for the caller's own.
 */
record Target(@Nullable String domainId, @Nullable String userProfileName) {
    private static final String PROFILE_TAG = "sagemaker:user-profile-arn";
    private static final String DOMAIN_TAG = "sagemaker:domain-arn";
    private static final Pattern PROFILE = Pattern.compile("user-profile/([^/]+)/([^/]+)");

    /**
     * Reads the tags of a request.
     *
     * @throws AwsException ValidationException when nobody is named
     */
    static Target of(AwsCall call) {
        Map<String, String> tags = call.input().tags();
        String arn = tags.get(PROFILE_TAG);
        if (arn == null) {
            return own(call.caller());
        }
        Matcher profile = PROFILE.matcher(AwsScope.resource("tags", arn));
        if (!profile.matches()) {
            throw AwsException.validation("tags", PROFILE_TAG + " must be the ARN of a user profile");
        }
        String domain = tags.get(DOMAIN_TAG);
        if (domain != null && !AwsScope.resource("tags", domain).equals("domain/" + profile.group(1))) {
            throw AwsException.validation("tags", DOMAIN_TAG + " must be the domain of " + PROFILE_TAG);
        }
        return new Target(profile.group(1), profile.group(2));
    }

    /** The same, where something else says whose it is; nobody in particular when no tag names one. */
    static Target orAnybody(AwsCall call) {
        return call.input().tags().containsKey(PROFILE_TAG) ? of(call) : new Target(null, null);
    }

    private static Target own(Caller caller) {
        if (caller.domainId() == null) {
            throw AwsException.validation(
                    "tags", "You have no user profile: say for whom this is by the tag %s".formatted(PROFILE_TAG));
        }
        return new Target(null, null);
    }
}
