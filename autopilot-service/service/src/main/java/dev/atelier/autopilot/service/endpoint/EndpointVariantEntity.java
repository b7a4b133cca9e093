package dev.atelier.autopilot.service.endpoint;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

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

    /** Set together with the next two, or not at all. */
    @Column(name = "min_instances")
    @Nullable
    Integer minInstances;

    @Column(name = "max_instances")
    @Nullable
    Integer maxInstances;

    @Column(name = "target_invocations")
    @Nullable
    Double targetInvocations;

    @Column(name = "scale_in_millis")
    long scaleInMillis = InstanceScaling.COOLDOWN.toMillis();

    @Column(name = "scale_out_millis")
    long scaleOutMillis = InstanceScaling.COOLDOWN.toMillis();

    /** When workers were last added, or could not be, for the load. */
    @Column(name = "scaled_out")
    @Nullable
    Instant scaledOut;

    @Column(name = "scaled_in")
    @Nullable
    Instant scaledIn;

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
        if (variant.scaling() != null) {
            write(variant.scaling());
        }
    }

    /** How it is scaled by load; null when it is not. */
    @Nullable
    InstanceScaling scaling() {
        return minInstances == null || maxInstances == null || targetInvocations == null
                ? null
                : new InstanceScaling(
                        minInstances,
                        maxInstances,
                        targetInvocations,
                        Duration.ofMillis(scaleInMillis),
                        Duration.ofMillis(scaleOutMillis));
    }

    /** From now on it is scaled so. */
    final void write(InstanceScaling scaling) {
        minInstances = scaling.minInstanceCount();
        maxInstances = scaling.maxInstanceCount();
        targetInvocations = scaling.targetInvocationsPerInstance();
        scaleInMillis = scaling.scaleInCooldown().toMillis();
        scaleOutMillis = scaling.scaleOutCooldown().toMillis();
        instanceCount = scaling.within(instanceCount);
    }

    Variant toVariant() {
        return new Variant(
                variantName, jobId, jobName, candidateName, trial, instanceType, instanceCount, weight, scaling());
    }
}
