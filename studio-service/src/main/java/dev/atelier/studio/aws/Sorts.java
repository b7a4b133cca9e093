package dev.atelier.studio.aws;

import dev.atelier.platform.aws.AwsCall;
import dev.atelier.studio.store.Sort;
import dev.atelier.studio.store.SortKey;

/** The order that a list is asked for in. */
final class Sorts {
    private Sorts() {}

    /** By creation time, ascending, unless said. */
    static Sort of(AwsCall call) {
        SortKey key = switch (call.input()
                .oneOf("SortBy", "CreationTime", "LastModifiedTime")
                .orElse("CreationTime")) {
            case "LastModifiedTime" -> SortKey.LAST_MODIFIED_TIME;
            default -> SortKey.CREATION_TIME;
        };
        return new Sort(
                key,
                call.input()
                        .oneOf("SortOrder", "Ascending", "Descending")
                        .filter("Descending"::equals)
                        .isPresent());
    }
}
