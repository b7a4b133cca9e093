package dev.atelier.studio.aws;

import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.PageRequest;
import dev.atelier.studio.store.Sort;
import dev.atelier.studio.store.SortKey;

/**
 * One call of an operation.
 *
 * @param arns names resources in the region for which the call was signed
 */
record AwsCall(Caller caller, Arns arns, AwsInput input) {
    /** The page asked for. */
    PageRequest page() {
        Integer size = input.number("MaxResults");
        if (size != null && (size < 1 || size > PageRequest.MAX_SIZE)) {
            throw AwsException.validation("maxResults", "Member must have value between 1 and " + PageRequest.MAX_SIZE);
        }
        return PageRequest.of(size, input.optional("NextToken").orElse(null));
    }

    /** The order asked for; by creation time, ascending, unless said. */
    Sort sort() {
        SortKey key = switch (input.oneOf("SortBy", "CreationTime", "LastModifiedTime")
                .orElse("CreationTime")) {
            case "LastModifiedTime" -> SortKey.LAST_MODIFIED_TIME;
            default -> SortKey.CREATION_TIME;
        };
        return new Sort(
                key,
                input.oneOf("SortOrder", "Ascending", "Descending")
                        .filter("Descending"::equals)
                        .isPresent());
    }
}
