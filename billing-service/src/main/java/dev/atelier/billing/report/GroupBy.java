package dev.atelier.billing.report;

import dev.atelier.api.error.AtelierException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Something that costs can be grouped by: a {@link Grouping}, the period, or the value of a tag. */
public sealed interface GroupBy permits Grouping, GroupBy.Tag, GroupBy.InPeriod {
    /** Before the key of a tag. */
    String TAG_PREFIX = "tag:";
    /** The most groupings of one question. */
    int MAX = 8;

    /** The name in REST and in the keys of a row's group, for example {@code instance-type} or {@code tag:stage}. */
    String code();

    /** Whether it says nothing of single users, spaces, jobs, endpoints or resources. */
    boolean ofPools();

    /** Whether it says nothing of projects and tags either. */
    boolean ofTeams();

    /** The value of a tag; "" where usage does not have it. */
    record Tag(String key) implements GroupBy {
        public Tag {
            if (key.isEmpty() || key.length() > 256 || key.indexOf('\0') >= 0) {
                throw AtelierException.invalid("groupBy", "must name the key of a tag: 'tag:KEY'");
            }
        }

        @Override
        public String code() {
            return TAG_PREFIX + key;
        }

        @Override
        public boolean ofPools() {
            return true;
        }

        @Override
        public boolean ofTeams() {
            return false;
        }
    }

    /** The calendar period: "2026-03", "2026-03-01", or the time at which an hour begins. */
    record InPeriod() implements GroupBy {
        @Override
        public String code() {
            return "period";
        }

        @Override
        public boolean ofPools() {
            return true;
        }

        @Override
        public boolean ofTeams() {
            return true;
        }
    }

    /** What a code means. */
    static Optional<GroupBy> find(String code) {
        return code.startsWith(TAG_PREFIX)
                ? Optional.of(new Tag(code.substring(TAG_PREFIX.length())))
                : Grouping.find(code).map(grouping -> grouping);
    }

    /** The groupings without repetition: the period first, if there is one, and the domain added where there are users. */
    static List<GroupBy> complete(List<GroupBy> groupings, boolean byPeriod) {
        List<GroupBy> complete = new ArrayList<>();
        if (byPeriod) {
            complete.add(new InPeriod());
        }
        groupings.stream().distinct().forEach(complete::add);
        if (complete.contains(Grouping.USER) && !complete.contains(Grouping.DOMAIN)) {
            complete.add(Grouping.DOMAIN);
        }
        if (complete.size() > MAX) {
            throw AtelierException.invalid("groupBy", "must be at most " + MAX);
        }
        return complete;
    }
}
