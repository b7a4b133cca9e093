package dev.atelier.studio.wire;

import dev.atelier.api.time.ProtoTimes;
import dev.atelier.studio.store.ListQuery;
import dev.atelier.studio.store.Sort;
import dev.atelier.studio.store.SortKey;
import dev.atelier.studio.store.TimeRange;
import dev.atelier.studio.v1.ListFilter;
import dev.atelier.studio.v1.ResourceStatus;
import dev.atelier.studio.v1.SortBy;
import dev.atelier.studio.v1.SortOrder;
import org.jspecify.annotations.Nullable;

/** The order and the filters of lists as messages. */
public final class ListProto {
    private ListProto() {}

    /** The order asked for; by name unless said. */
    public static Sort sort(SortBy by, SortOrder order) {
        SortKey key = switch (by) {
            case SORT_BY_CREATION_TIME -> SortKey.CREATION_TIME;
            case SORT_BY_LAST_MODIFIED_TIME -> SortKey.LAST_MODIFIED_TIME;
            case SORT_BY_NAME, SORT_BY_UNSPECIFIED, UNRECOGNIZED -> SortKey.NAME;
        };
        return new Sort(key, order == SortOrder.SORT_ORDER_DESCENDING);
    }

    /** What lists have in common; in the order of their making unless said. */
    public static ListQuery query(ListFilter filter) {
        SortBy by =
                filter.getSortBy() == SortBy.SORT_BY_UNSPECIFIED ? SortBy.SORT_BY_CREATION_TIME : filter.getSortBy();
        return new ListQuery(
                filter.getNameContains(),
                new TimeRange(
                        filter.hasCreatedAfter() ? ProtoTimes.instant(filter.getCreatedAfter()) : null,
                        filter.hasCreatedBefore() ? ProtoTimes.instant(filter.getCreatedBefore()) : null),
                new TimeRange(
                        filter.hasModifiedAfter() ? ProtoTimes.instant(filter.getModifiedAfter()) : null,
                        filter.hasModifiedBefore() ? ProtoTimes.instant(filter.getModifiedBefore()) : null),
                sort(by, filter.getSortOrder()));
    }

    /** The status to list as REST writes it; null for any. */
    public static @Nullable String status(ResourceStatus status) {
        return switch (status) {
            case RESOURCE_STATUS_PENDING -> "Pending";
            case RESOURCE_STATUS_IN_SERVICE -> "InService";
            case RESOURCE_STATUS_UPDATING -> "Updating";
            case RESOURCE_STATUS_DELETING -> "Deleting";
            case RESOURCE_STATUS_DELETED -> "Deleted";
            case RESOURCE_STATUS_FAILED -> "Failed";
            case RESOURCE_STATUS_UNSPECIFIED, UNRECOGNIZED -> null;
        };
    }
}
