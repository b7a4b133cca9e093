package dev.atelier.autopilot.service.experiment;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.experiment.OwnedNames.Named;
import dev.atelier.autopilot.service.usage.Owners;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds trial components by what they are, took and reached, and puts several beside each other. */
@ApplicationScoped
public class ComponentSearch {
    private static final int MAX_OFFSET = 10_000;
    private static final int MAX_COMPARED = 20;

    private final EntityManager entities;
    private final OwnedNames names;
    private final Owners owners;
    private final TrialComponentService components;

    ComponentSearch(EntityManager entities, OwnedNames names, Owners owners, TrialComponentService components) {
        this.entities = entities;
        this.names = names;
        this.owners = owners;
        this.components = components;
    }

    /**
     * Several components side by side.
     *
     * @param trialComponentNames the columns
     * @param parameters a row for each parameter that any of them has
     * @param metrics a row for each metric, by its last value
     */
    public record Comparison(List<String> trialComponentNames, List<Row> parameters, List<Row> metrics) {}

    /**
     * One value of each component.
     *
     * @param values in the order of the columns; null where a component has none
     * @param differs whether they are not all the same
     */
    public record Row(String name, List<@Nullable Object> values, boolean differs) {}

    /**
     * Runs a search.
     *
     * @throws AtelierException VALIDATION for an unknown property or a value that does not fit it, and beyond the first 10,000
     */
    public Page<TrialComponent> search(Caller caller, ComponentQuery query, PageRequest page) {
        Owners.Scope scope = owners.scope(caller, query.domainId(), query.userProfileName());
        int offset = page.after() == null ? 0 : Integer.parseInt(page.after());
        if (offset > MAX_OFFSET) {
            throw AtelierException.invalid("pageToken", "is beyond the first 10,000; narrow the search by filters");
        }
        ComponentSql sql = new ComponentSql();
        String text = """
                select c.* from trial_component c
                where (cast(:domain as text) is null or c.domain_id = :domain)
                and (cast(:user as text) is null or c.user_profile_name = :user)
                """ + sql.where(query.filters()) + " order by " + sql.order(query.sortBy(), query.ascending());
        List<TrialComponent> found = QuarkusTransaction.requiringNew().call(() -> {
            Query statement = entities.createNativeQuery(text, TrialComponentEntity.class)
                    .setParameter("domain", scope.domainId())
                    .setParameter("user", scope.userProfileName())
                    .setFirstResult(offset)
                    .setMaxResults(page.limit());
            sql.values().forEach(statement::setParameter);
            List<TrialComponentEntity> rows = new ArrayList<>();
            for (Object row : statement.getResultList()) {
                rows.add((TrialComponentEntity) row);
            }
            return components.render(rows);
        });
        return Page.of(found, page, _ -> Integer.toString(offset + page.pageSize()));
    }

    /** Puts 2 to 20 components of one profile beside each other. */
    public Comparison compare(
            Caller caller,
            @Nullable String domainId,
            @Nullable String userProfileName,
            @Nullable List<String> componentNames) {
        if (componentNames == null || componentNames.size() < 2 || componentNames.size() > MAX_COMPARED) {
            throw AtelierException.invalid("trialComponentNames", "must have 2 to 20 entries");
        }
        List<TrialComponent> compared = QuarkusTransaction.requiringNew()
                .call(() -> components.render(componentNames.stream()
                        .map(name -> names.find(
                                caller,
                                TrialComponentEntity.class,
                                TrialComponentService.KIND,
                                new Named(domainId, userProfileName, name)))
                        .toList()));
        List<Function<String, @Nullable Object>> parameters = new ArrayList<>();
        List<Function<String, @Nullable Object>> metrics = new ArrayList<>();
        TreeSet<String> parameterNames = new TreeSet<>();
        TreeSet<String> metricNames = new TreeSet<>();
        for (TrialComponent component : compared) {
            parameterNames.addAll(component.parameters().keySet());
            component.metrics().forEach(metric -> metricNames.add(metric.metricName()));
            parameters.add(name -> {
                ParameterValue value = component.parameters().get(name);
                return value == null ? null : value.value();
            });
            metrics.add(name -> component.metrics().stream()
                    .filter(metric -> metric.metricName().equals(name))
                    .<@Nullable Object>map(MetricSummary::last)
                    .findFirst()
                    .orElse(null));
        }
        return new Comparison(componentNames, rows(parameterNames, parameters), rows(metricNames, metrics));
    }

    private static List<Row> rows(Set<String> rowNames, List<Function<String, @Nullable Object>> columns) {
        return rowNames.stream()
                .map(name -> {
                    List<@Nullable Object> values = new ArrayList<>();
                    columns.forEach(column -> values.add(column.apply(name)));
                    boolean differs = IntStream.range(1, values.size())
                            .anyMatch(i -> !Objects.equals(values.get(i), values.getFirst()));
                    return new Row(name, values, differs);
                })
                .toList();
    }
}
