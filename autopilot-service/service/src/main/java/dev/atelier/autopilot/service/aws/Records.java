package dev.atelier.autopilot.service.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsOutput;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What experiments, trials and trial components have in common. */
final class Records {
    private static final Pattern JOB = Pattern.compile("automl-job/[^/]+");

    private Records() {}

    /** When and whose. */
    static Map<String, @Nullable Object> common(AwsCall call, Owner owner, Instant created, Instant modified) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(times(created, modified));
        members.put(
                "CreatedBy",
                structure(
                        "UserProfileArn",
                        call.scope().arn("user-profile/%s/%s".formatted(owner.domainId(), owner.userProfileName())),
                        "UserProfileName",
                        owner.userProfileName(),
                        "DomainId",
                        owner.domainId()));
        return members;
    }

    /** When. */
    static Map<String, @Nullable Object> times(Instant created, Instant modified) {
        return structure("CreationTime", AwsOutput.time(created), "LastModifiedTime", AwsOutput.time(modified));
    }

    /** The job that made it; null when a user did. */
    static @Nullable Map<String, @Nullable Object> source(AwsCall call, @Nullable String source) {
        if (source == null) {
            return null;
        }
        Matcher job = JOB.matcher(source);
        return job.lookingAt() ? structure("SourceArn", call.scope().arn(job.group())) : null;
    }
}
