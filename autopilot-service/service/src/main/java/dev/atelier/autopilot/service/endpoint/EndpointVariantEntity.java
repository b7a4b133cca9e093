package dev.atelier.autopilot.service.endpoint;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** A row of {@code endpoint_variant}. */
@Entity
@Table(name = "endpoint_variant")
@IdClass(EndpointVariantEntity.Key.class)
public class EndpointVariantEntity {
    @Id
    @Column(name = "endpoint_id")
    String endpointId = "";

    @Id
    @Column(name = "version")
    int version;

    @Id
    @Column(name = "variant_name")
    String variantName = "";

    @Column(name = "job_id")
    String jobId = "";

    @Column(name = "job_name")
    String jobName = "";

    @Column(name = "candidate_name")
    String candidateName = "";

    @Column(name = "trial")
    int trial;

    @Column(name = "instance_type")
    String instanceType = "";

    @Column(name = "instance_count")
    int instanceCount;

    @Column(name = "weight")
    double weight;

    /** The primary key. */
    @RegisterForReflection
    public record Key(String endpointId, int version, String variantName) implements Serializable {}

    /** For Hibernate. */
    protected EndpointVariantEntity() {}

    EndpointVariantEntity(String endpointId, int version, Variant variant) {
        this.endpointId = endpointId;
        this.version = version;
        this.variantName = variant.name();
        this.jobId = variant.jobId();
        this.jobName = variant.jobName();
        this.candidateName = variant.candidateName();
        this.trial = variant.trial();
        this.instanceType = variant.instanceType();
        this.instanceCount = variant.instanceCount();
        this.weight = variant.weight();
    }

    Variant toVariant() {
        return new Variant(variantName, jobId, jobName, candidateName, trial, instanceType, instanceCount, weight);
    }
}
