package dev.atelier.autopilot.service.model;

import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.autopilot.service.usage.OwnerColumns;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of {@code endpoint_config}. */
@Entity
@Table(name = "endpoint_config")
public class EndpointConfigEntity {
    @Id
    @Column(name = "config_id")
    String id = "";

    @Column(name = "config_name")
    String name = "";

    @Embedded
    OwnerColumns owner = OwnerColumns.of(Owner.NOBODY);

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "variants")
    List<ConfigVariant> variants = List.of();

    @Column(name = "capture_percent")
    @Nullable
    Integer capturePercent;

    @Column(name = "creation_time")
    Instant creationTime = Instant.EPOCH;

    /** For Hibernate. */
    protected EndpointConfigEntity() {}

    EndpointConfigEntity(EndpointConfig config) {
        this.id = config.id();
        this.name = config.name();
        this.owner = OwnerColumns.of(config.owner());
        this.variants = config.variants();
        this.capturePercent = config.capturePercent();
        this.creationTime = config.creationTime();
    }

    EndpointConfig toConfig() {
        return new EndpointConfig(id, name, owner.toOwner(), variants, capturePercent, creationTime);
    }
}
