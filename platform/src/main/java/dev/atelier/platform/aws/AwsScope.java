package dev.atelier.platform.aws;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The region and the account in which resources are named.
 *
 * @param region of the credential scope of the signature
 * @param accountId 12 digits
 */
public record AwsScope(String region, String accountId) {
    private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:(.+)");

    /** The ARN of a resource, for example {@code domain/d-1}. */
    public String arn(String resource) {
        return "arn:aws:sagemaker:%s:%s:%s".formatted(region, accountId, resource);
    }

    /**
     * What an ARN names, for example {@code domain/d-1}.
     *
     * @param member of the request that has it, for the error
     */
    public static String resource(String member, String arn) {
        Matcher matcher = ARN.matcher(arn);
        if (!matcher.matches()) {
            throw AwsException.validation(member, "Member must satisfy regular expression pattern: " + ARN);
        }
        return matcher.group(1);
    }
}
