package dev.atelier.testing.reach;

import dev.atelier.testing.TestTokens;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;

/**
 * The table: for every route a request that would reach the owner's things, and what each caller must be told. First all are asked who
 * must get nothing; then the owner, in the order of the table, who must still find everything as it was, so put what deletes last.
 */
public final class ReachTable {
    private final Callers callers;
    private final Map<String, String> names;
    private final Set<String> secretNames;
    private final Set<String> secrets;
    private final List<Row> rows = new ArrayList<>();

    /**
     * @param names what the places of the requests stand for
     * @param secrets keys of those names which nobody else's answer may contain
     */
    public ReachTable(Callers callers, Map<String, String> names, Set<String> secrets) {
        this.callers = callers;
        this.names = names;
        this.secretNames = Set.copyOf(secrets);
        this.secrets = secrets.stream().map(names::get).collect(Collectors.toSet());
    }

    /** The request names the owner: all others are refused. */
    public void denied(Probe probe) {
        row(probe, Verdict.DENIED, Verdict.DENIED, Verdict.ALLOWED);
    }

    /** The request has an id of the owner's: to all others there is no such thing, and they are told so as for any made-up id. */
    public void hidden(Probe probe) {
        row(probe, Verdict.HIDDEN, Verdict.HIDDEN, Verdict.ALLOWED);
    }

    /**
     * Deletes something of the owner's by an id, where deleting what is not there does nothing: to all others it is not there. That
     * nothing happened is seen when the owner reads it afterwards; all others ask before the owner does.
     */
    public void withoutEffect(Probe probe) {
        row(probe, Verdict.ALLOWED, Verdict.ALLOWED, Verdict.ALLOWED);
    }

    /**
     * What is told to the others of the domain, to those of other domains, and to the owner.
     *
     * @param owner not always {@code ALLOWED}: the state of things may be against it
     */
    public void row(Probe probe, Verdict neighbours, Verdict foreigners, Verdict owner) {
        rows.add(new Row(probe, neighbours, foreigners, owner, null, true, "", false));
    }

    /** A list: everybody may ask and only the owner sees this. */
    public void filtered(Probe probe, String shown) {
        rows.add(new Row(
                probe, Verdict.ALLOWED, Verdict.ALLOWED, Verdict.ALLOWED, null, true, Names.in(shown, names), false));
    }

    /** A list within a domain: those of other domains may not ask, only the owner sees this. */
    public void filteredInDomain(Probe probe, String shown) {
        rows.add(new Row(
                probe, Verdict.ALLOWED, Verdict.DENIED, Verdict.ALLOWED, null, true, Names.in(shown, names), false));
    }

    /** What all of a domain may see. */
    public void domains(Probe probe) {
        row(probe, Verdict.ALLOWED, Verdict.DENIED, Verdict.ALLOWED);
    }

    /** A list of which all of a domain see this and those of other domains do not. */
    public void domainsFiltered(Probe probe, String shown) {
        rows.add(new Row(
                probe, Verdict.ALLOWED, Verdict.ALLOWED, Verdict.ALLOWED, null, true, Names.in(shown, names), true));
    }

    /** What is nobody's: everybody who is signed in may. */
    public void everyones(Probe probe) {
        row(probe, Verdict.ALLOWED, Verdict.ALLOWED, Verdict.ALLOWED);
    }

    /**
     * For administrators; the owner may not either.
     *
     * @param operator what an administrator is told in the end
     */
    public void administrators(Probe probe, Verdict operator) {
        rows.add(new Row(probe, Verdict.DENIED, Verdict.DENIED, Verdict.DENIED, operator, true, "", false));
    }

    /** Needs no token; the verdict is the one for all. */
    public void open(Probe probe, Verdict verdict) {
        rows.add(new Row(probe, verdict, verdict, verdict, null, false, "", false));
    }

    /** Checks that every route has a row, and what every row says. */
    public void check(Collection<String> routes) {
        SoftAssertions all = new SoftAssertions();
        Set<String> probed =
                rows.stream().map(row -> row.probe().route()).collect(Collectors.toCollection(TreeSet::new));
        all.assertThat(routes).as("the service tells its routes").isNotEmpty();
        all.assertThat(new TreeSet<>(routes))
                .as("routes of the service: each needs a row in this table that says who may reach what")
                .isEqualTo(probed);
        for (Row row : rows) {
            askOthers(all, row);
        }
        for (Row row : rows) {
            askOwner(all, row);
        }
        all.assertAll();
    }

    private void askOthers(SoftAssertions all, Row row) {
        if (row.authenticated()) {
            expect(all, row, "nobody", null, Verdict.UNAUTHENTICATED);
            callers.nobodies().forEach((who, token) -> expect(all, row, who, token, Verdict.UNAUTHENTICATED));
        }
        callers.neighbours().forEach((who, token) -> {
            Answer answer = expect(all, row, who, token, row.neighbours());
            if (!row.shownToNeighbours()) {
                mustNotShow(all, row, who, answer);
            }
        });
        callers.foreigners()
                .forEach((who, token) -> mustNotShow(all, row, who, expect(all, row, who, token, row.foreigners())));
        Probe nothing = row.probe().madeUp(secretNames);
        if (row.neighbours() == Verdict.HIDDEN && row.owner() == Verdict.ALLOWED && nothing != null) {
            callers.neighbours().forEach((who, token) -> {
                Answer answer = nothing.ask(token);
                all.assertThat(answer.verdict())
                        .as("%s as %s for what nobody has: %s", row.probe().route(), who, answer)
                        .isEqualTo(Verdict.HIDDEN);
            });
        }
        boolean kept = row.neighbours() == Verdict.DENIED || row.neighbours() == Verdict.HIDDEN;
        if (kept && row.probe().changes()) {
            Answer answer = row.probe().ask(TestTokens.viewer("probe"));
            all.assertThat(answer.verdict())
                    .as("%s as a viewer: %s", row.probe().route(), answer)
                    .isIn(Verdict.DENIED, Verdict.HIDDEN);
        }
    }

    private Answer expect(SoftAssertions all, Row row, String who, @Nullable String token, Verdict verdict) {
        Answer answer = row.probe().ask(token);
        all.assertThat(answer.verdict())
                .as("%s as %s: %s", row.probe().route(), who, answer)
                .isEqualTo(verdict);
        return answer;
    }

    private void mustNotShow(SoftAssertions all, Row row, String who, Answer answer) {
        if (answer.verdict() == Verdict.ALLOWED) {
            all.assertThat(answer.text())
                    .as("%s as %s", row.probe().route(), who)
                    .doesNotContain(secrets);
            if (!row.shown().isEmpty()) {
                all.assertThat(answer.text())
                        .as("%s as %s", row.probe().route(), who)
                        .doesNotContain(row.shown());
            }
        }
    }

    private void askOwner(SoftAssertions all, Row row) {
        Answer answer = row.probe().ask(callers.ownerToken());
        all.assertThat(answer.verdict())
                .as("%s as the owner: %s", row.probe().route(), answer)
                .isEqualTo(row.owner());
        all.assertThat(answer.text()).as("%s as the owner", row.probe().route()).contains(row.shown());
        if (row.operator() != null) {
            Answer operator = row.probe().ask(TestTokens.operator());
            all.assertThat(operator.verdict())
                    .as("%s as the operator: %s", row.probe().route(), operator)
                    .isEqualTo(row.operator());
        }
    }
}
