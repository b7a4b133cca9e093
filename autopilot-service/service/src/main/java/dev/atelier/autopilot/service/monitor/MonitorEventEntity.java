package dev.atelier.autopilot.service.monitor;

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
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A row of {@code monitoring_event}. */
@Entity
@Table(name = "monitoring_event")
@IdClass(MonitorEventEntity.Key.class)
public class MonitorEventEntity {
    @Id
    @Column(name = "schedule_id")
    String scheduleId = "";

    @Id
    @Column(name = "event_id")
    long eventId;

    @Column(name = "event_time")
    Instant time = Instant.EPOCH;

    @Enumerated(EnumType.STRING)
    @Column(name = "event_type")
    MonitorEvent.Type type = MonitorEvent.Type.RUN;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "payload")
    MonitorEvent.Payload payload = MonitorEvent.Payload.EMPTY;

    /** The primary key. */
    @RegisterForReflection
    public record Key(String scheduleId, long eventId) implements Serializable {}

    /** For Hibernate. */
    protected MonitorEventEntity() {}

    MonitorEventEntity(
            String scheduleId, long eventId, Instant time, MonitorEvent.Type type, MonitorEvent.Payload payload) {
        this.scheduleId = scheduleId;
        this.eventId = eventId;
        this.time = time.truncatedTo(ChronoUnit.MICROS);
        this.type = type;
        this.payload = payload;
    }

    MonitorEvent toEvent() {
        return new MonitorEvent(eventId, time, type, payload);
    }
}
