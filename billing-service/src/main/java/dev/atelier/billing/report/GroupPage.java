package dev.atelier.billing.report;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A part of an answer: the groups after one, in the order of their values, by their UTF-8 bytes. Where it goes on is said by
 * values, so usage that is recorded between two pages moves nothing.
 *
 * @param groupBy what the values of a group mean
 * @param buckets the periods of the answer
 */
record GroupPage(PageRequest request, List<GroupBy> groupBy, List<Period.Bucket> buckets) {
    /** Between values, none of which has it. */
    private static final String SEPARATOR = "\0";

    /** The query of the lines of the page's groups, and of one more group, out of that of all lines. */
    SqlText of(SqlText lines) {
        List<String> columns = IntStream.range(0, groupBy.size())
                .mapToObj(i -> "l.group_" + i + (groupBy.get(i) instanceof GroupBy.InPeriod ? "" : " COLLATE \"C\""))
                .toList();
        String order = String.join(", ", columns);
        SqlText sql = new SqlText()
                .add("SELECT * FROM (SELECT l.*, dense_rank() OVER (ORDER BY " + order + ") AS place FROM (")
                .add(lines)
                .add(") AS l");
        String after = request.after();
        if (after != null) {
            String marks = String.join(", ", columns.stream().map(_ -> "?").toList());
            sql.add("WHERE (" + order + ") > (" + marks + ")", values(after).toArray());
        }
        return sql.add(") AS places WHERE place <= ? ORDER BY place", request.limit());
    }

    /** Cuts what that query found. */
    Page<List<UsageSums.Line>> cut(List<UsageSums.Line> lines) {
        List<List<UsageSums.Line>> groups = new ArrayList<>();
        for (UsageSums.Line line : lines) {
            if (groups.isEmpty() || !group(groups.getLast()).equals(group(List.of(line)))) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(line);
        }
        return Page.of(groups, request, group -> String.join(SEPARATOR, group(group)));
    }

    private static List<String> group(List<UsageSums.Line> lines) {
        return lines.getFirst().cost().group();
    }

    private List<Object> values(String after) {
        String[] texts = after.split(SEPARATOR, -1);
        if (texts.length != groupBy.size()) {
            throw otherQuestion();
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            values.add(groupBy.get(i) instanceof GroupBy.InPeriod ? bucket(texts[i]) : texts[i]);
        }
        return values;
    }

    private int bucket(String name) {
        return IntStream.range(0, buckets.size())
                .filter(i -> buckets.get(i).name().equals(name))
                .findFirst()
                .orElseThrow(GroupPage::otherQuestion);
    }

    private static AtelierException otherQuestion() {
        return AtelierException.invalid(
                "pageToken", "is of a question with other groups or another time; start without one");
    }
}
