package dev.atelier.autopilot.service.endpoint;

import dev.atelier.autopilot.service.engine.Work;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code endpoint_worker}: one instance of a variant. */
@Entity
@Table(name = "endpoint_worker")
@IdClass(EndpointWorkerEntity.Key.class)
public class EndpointWorkerEntity {
    @Id
    @Column(name = "endpoint_id")
    String endpointId = "";

    @Id
    @Column(name = "version")
    int version;

    @Id
    @Column(name = "variant_name")
    String variantName = "";

    @Id
    @Column(name = "ordinal")
    int ordinal;

    @Column(name = "generation")
    int generation;

    @Column(name = "restarts")
    int restarts;

    @Column(name = "next_attempt")
    @Nullable
    Instant nextAttempt;

    @Column(name = "billed_from")
    @Nullable
    Instant billedFrom;

    /** Since when billing was told that nobody uses it; null while it is used. */
    @Column(name = "idle_since")
    @Nullable
    Instant idleSince;

    /** Since when it takes no new requests; null while it does. */
    @Column(name = "draining")
    @Nullable
    Instant draining;

    /** The primary key. */
    @RegisterForReflection
    public record Key(String endpointId, int version, String variantName, int ordinal) implements Serializable {}

    /** For Hibernate. */
    protected EndpointWorkerEntity() {}

    EndpointWorkerEntity(String endpointId, int version, String variantName, int ordinal) {
        this.endpointId = endpointId;
        this.version = version;
        this.variantName = variantName;
        this.ordinal = ordinal;
        this.generation = 1;
    }

    Work.Serve work() {
        return new Work.Serve(endpointId, version, variantName, ordinal, generation);
    }
}
