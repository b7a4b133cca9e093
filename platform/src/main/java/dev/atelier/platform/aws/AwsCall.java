package dev.atelier.platform.aws;

import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.PageRequest;

/**
 * One call of an operation.
 *
 * @param scope where it was signed for
 */
public record AwsCall(Caller caller, AwsScope scope, AwsInput input) {
    /** The page asked for, of up to 100 items. */
    public PageRequest page() {
        return page(PageRequest.MAX_SIZE);
    }

    /** The page asked for, where the protocol lets more be asked for than a page of ours holds. */
    public PageRequest page(int most) {
        Integer size = input.number("MaxResults", 1, most);
        return PageRequest.of(
                size == null ? null : Integer.valueOf(Math.min(size, PageRequest.MAX_SIZE)),
                input.optional("NextToken").orElse(null));
    }
}
