package dev.atelier.autopilot.service.candidate;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of {@code candidate}. */
@Entity
@Table(name = "candidate")
@IdClass(CandidateEntity.Key.class)
public class CandidateEntity {
    @Id
    @Column(name = "job_id")
    String jobId = "";

    @Id
    @Column(name = "trial")
    int trial;

    @Column(name = "candidate_name")
    String name = "";

    @Column(name = "status")
    String status = "";

    @Column(name = "failure_reason")
    @Nullable
    String failureReason;

    @Column(name = "algorithm")
    String algorithm = "";

    @Column(name = "description")
    String description = "";

    @Column(name = "objective_value")
    @Nullable
    Double objectiveValue;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "metrics")
    List<Metric> metrics = new ArrayList<>();

    @Column(name = "training_millis")
    @Nullable
    Long trainingMillis;

    @Column(name = "size_bytes")
    @Nullable
    Long sizeBytes;

    @Column(name = "latency_millis")
    @Nullable
    Double latencyMillis;

    @Column(name = "rank")
    @Nullable
    Integer rank;

    @Column(name = "lines_read")
    int linesRead;

    @Column(name = "deadline")
    @Nullable
    Instant deadline;

    @Column(name = "creation_time")
    Instant creationTime = Instant.EPOCH;

    @Column(name = "end_time")
    @Nullable
    Instant endTime;

    /** The primary key. */
    @RegisterForReflection
    public record Key(String jobId, int trial) implements Serializable {}

    /** For Hibernate. */
    protected CandidateEntity() {}

    /** A candidate that begins. */
    CandidateEntity(
            String jobId,
            int trial,
            String name,
            String algorithm,
            String description,
            @Nullable Instant deadline,
            Instant creationTime) {
        this.jobId = jobId;
        this.trial = trial;
        this.name = name;
        this.algorithm = algorithm;
        this.description = description;
        this.deadline = deadline;
        this.creationTime = creationTime.truncatedTo(ChronoUnit.MICROS);
        this.status = new CandidateState.InProgress(deadline, 0).label();
    }

    void end(CandidateState.Ended end) {
        status = end.label();
        endTime = end.at().truncatedTo(ChronoUnit.MICROS);
        switch (end) {
            case CandidateState.Completed done -> {
                objectiveValue = done.objectiveValue();
                metrics = new ArrayList<>(done.metrics());
                trainingMillis = done.trainingTime().toMillis();
                sizeBytes = done.sizeBytes();
                latencyMillis = done.inferenceLatencyMillis();
            }
            case CandidateState.Failed failed -> failureReason = failed.reason();
            case CandidateState.Stopped stopped -> failureReason = stopped.reason();
        }
    }

    Candidate toCandidate() {
        return new Candidate(
                jobId, trial, name, algorithm, description, state(), rank == null ? 0 : rank, creationTime);
    }

    private CandidateState state() {
        return switch (status) {
            case "InProgress" -> new CandidateState.InProgress(deadline, linesRead);
            case "Completed" ->
                new CandidateState.Completed(
                        Objects.requireNonNull(objectiveValue),
                        metrics,
                        Duration.ofMillis(Objects.requireNonNull(trainingMillis)),
                        Objects.requireNonNull(sizeBytes),
                        Objects.requireNonNull(latencyMillis),
                        Objects.requireNonNull(endTime));
            case "Failed" -> new CandidateState.Failed(String.valueOf(failureReason), Objects.requireNonNull(endTime));
            case "Stopped" ->
                new CandidateState.Stopped(String.valueOf(failureReason), Objects.requireNonNull(endTime));
            default -> throw new IllegalStateException("Unknown candidate status " + status);
        };
    }
}
