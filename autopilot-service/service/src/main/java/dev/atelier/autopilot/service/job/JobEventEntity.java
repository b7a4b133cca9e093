package dev.atelier.autopilot.service.job;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A row of {@code job_event}. */
@Entity
@Immutable
@Table(name = "job_event")
@IdClass(JobEventEntity.Key.class)
public class JobEventEntity {
    @Id
    @Column(name = "job_id")
    String jobId = "";

    @Id
    @Column(name = "event_id")
    long eventId;

    @Column(name = "event_time")
    Instant time = Instant.EPOCH;

    @Enumerated(EnumType.STRING)
    @Column(name = "event_type")
    JobEvent.Type type = JobEvent.Type.STATUS;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "payload")
    JobEvent.Payload payload = new JobEvent.Payload(null, null, null, null, null, null, null, null);

    /** The primary key. */
    @RegisterForReflection
    public record Key(String jobId, long eventId) implements Serializable {}

    /** For Hibernate. */
    protected JobEventEntity() {}

    JobEventEntity(String jobId, long eventId, Instant time, JobEvent.Type type, JobEvent.Payload payload) {
        this.jobId = jobId;
        this.eventId = eventId;
        this.time = time.truncatedTo(ChronoUnit.MICROS);
        this.type = type;
        this.payload = payload;
    }

    JobEvent toEvent() {
        return new JobEvent(eventId, time, type, payload);
    }
}
