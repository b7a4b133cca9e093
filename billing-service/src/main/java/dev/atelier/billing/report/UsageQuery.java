package dev.atelier.billing.report;

import java.util.ArrayList;
import java.util.List;

/** Collects the conditions of a query on {@code usage_interval i}, with their parameters. */
final class UsageQuery {
    private final StringBuilder conditions = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    static UsageQuery of(CostFilter filter) {
        UsageQuery query = new UsageQuery();
        query.equal("i.domain_id", filter.domainId());
        query.equal("i.user_profile_name", filter.userProfileName());
        query.equal("i.team", filter.team());
        query.equal("i.project", filter.project());
        query.equal("i.instance_type", filter.instanceType());
        query.equal("i.component", filter.component());
        query.equal("i.job_name", filter.jobName());
        query.equal("i.endpoint_name", filter.endpointName());
        query.equal("i.resource_id", filter.resourceId());
        return query;
    }

    /** Adds a condition with its parameters. */
    UsageQuery and(String condition, Object... values) {
        conditions.append(" AND ").append(condition);
        parameters.addAll(List.of(values));
        return this;
    }

    /** The conditions, each with AND before it. */
    String conditions() {
        return conditions.toString();
    }

    /** The parameters of the whole statement: those before the conditions, those of the conditions, those after. */
    List<Object> parameters(List<Object> before, Object... after) {
        List<Object> all = new ArrayList<>(before);
        all.addAll(parameters);
        all.addAll(List.of(after));
        return all;
    }

    private void equal(String column, String value) {
        if (!value.isEmpty()) {
            and(column + " = ?", value);
        }
    }
}
