package dev.atelier.autopilot.service.experiment;

import dev.atelier.api.page.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * The observations of metrics and what they come to. Batches merge into the summary by Chan, Golub and LeVeque's update of mean
 * and sum of squares, so that it is never read from the whole series. Changes need a transaction that holds the component's row.
 */
@ApplicationScoped
class MetricSeries {
    private final EntityManager entities;

    MetricSeries(EntityManager entities) {
        this.entities = entities;
    }

    /** An observation in its series. */
    record Observed(long number, MetricObservation observation) {}

    @Transactional(Transactional.TxType.MANDATORY)
    void append(String componentId, List<MetricObservation> batch, Instant now) {
        session().doWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "insert into trial_metric (component_id, metric_name, step, value, metric_time) values (?, ?, ?, ?, ?)")) {
                for (MetricObservation observation : batch) {
                    statement.setString(1, componentId);
                    statement.setString(2, observation.metricName());
                    if (observation.step() == null) {
                        statement.setNull(3, Types.INTEGER);
                    } else {
                        statement.setInt(3, observation.step());
                    }
                    statement.setDouble(4, Objects.requireNonNull(observation.value()));
                    statement.setObject(5, time(observation, now).atOffset(ZoneOffset.UTC));
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        });
        Map<String, Batch> batches = new TreeMap<>();
        for (MetricObservation observation : batch) {
            batches.computeIfAbsent(String.valueOf(observation.metricName()), _ -> new Batch())
                    .add(Objects.requireNonNull(observation.value()), time(observation, now));
        }
        session().doWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    insert into trial_metric_summary as s
                        (component_id, metric_name, observations, minimum, maximum, mean, squares, last_value, last_time)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    on conflict (component_id, metric_name) do update set
                        observations = s.observations + excluded.observations,
                        minimum = least(s.minimum, excluded.minimum),
                        maximum = greatest(s.maximum, excluded.maximum),
                        mean = s.mean + (excluded.mean - s.mean) * excluded.observations / (s.observations + excluded.observations),
                        squares = s.squares + excluded.squares + (excluded.mean - s.mean) * (excluded.mean - s.mean)
                            * s.observations * excluded.observations / (s.observations + excluded.observations),
                        last_value = case when excluded.last_time >= s.last_time then excluded.last_value else s.last_value end,
                        last_time = greatest(s.last_time, excluded.last_time)
                    """)) {
                for (Map.Entry<String, Batch> entry : batches.entrySet()) {
                    Batch values = entry.getValue();
                    statement.setString(1, componentId);
                    statement.setString(2, entry.getKey());
                    statement.setLong(3, values.count);
                    statement.setDouble(4, values.min);
                    statement.setDouble(5, values.max);
                    statement.setDouble(6, values.mean);
                    statement.setDouble(7, values.squares);
                    statement.setDouble(8, values.last);
                    statement.setObject(9, values.lastTime.atOffset(ZoneOffset.UTC));
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        });
    }

    /** Summaries by component, each by the metric's name. */
    Map<String, List<MetricSummary>> summaries(Collection<String> componentIds) {
        Map<String, List<MetricSummary>> found = new HashMap<>();
        session().doWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    select component_id, metric_name, observations, minimum, maximum, mean, squares, last_value, last_time
                    from trial_metric_summary where component_id = any (?) order by component_id, metric_name
                    """)) {
                statement.setArray(1, connection.createArrayOf("text", componentIds.toArray()));
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        found.computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                                .add(summary(row));
                    }
                }
            }
        });
        return found;
    }

    /** Observations of one metric in the order of their arrival, one more than the page holds. */
    List<Observed> page(String componentId, @Nullable String metricName, PageRequest page) {
        long after = page.after() == null ? -1 : Long.parseLong(page.after());
        return session().doReturningWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    select observation, metric_name, value, step, metric_time from trial_metric
                    where component_id = ? and (?::text is null or metric_name = ?) and observation > ?
                    order by observation limit ?
                    """)) {
                statement.setString(1, componentId);
                statement.setString(2, metricName);
                statement.setString(3, metricName);
                statement.setLong(4, after);
                statement.setInt(5, page.limit());
                List<Observed> found = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        found.add(new Observed(
                                row.getLong(1),
                                new MetricObservation(
                                        row.getString(2),
                                        row.getDouble(3),
                                        row.getObject(4, Integer.class),
                                        instant(row, 5))));
                    }
                }
                return found;
            }
        });
    }

    private Session session() {
        return entities.unwrap(Session.class);
    }

    private static MetricSummary summary(ResultSet row) throws SQLException {
        long count = row.getLong(3);
        double deviation = count < 2 ? 0 : Math.sqrt(Math.max(0, row.getDouble(7)) / (count - 1));
        return new MetricSummary(
                row.getString(2),
                count,
                row.getDouble(4),
                row.getDouble(5),
                row.getDouble(6),
                deviation,
                row.getDouble(8),
                instant(row, 9));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static Instant time(MetricObservation observation, Instant now) {
        Instant given = observation.timestamp();
        return given == null ? now : given;
    }

    /** Welford's running mean and sum of squares of one batch. */
    private static final class Batch {
        private long count;
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;
        private double mean;
        private double squares;
        private double last;
        private Instant lastTime = Instant.MIN;

        void add(double value, Instant time) {
            count++;
            min = Math.min(min, value);
            max = Math.max(max, value);
            double distance = value - mean;
            mean += distance / count;
            squares += distance * (value - mean);
            if (!time.isBefore(lastTime)) {
                last = value;
                lastTime = time;
            }
        }
    }
}
