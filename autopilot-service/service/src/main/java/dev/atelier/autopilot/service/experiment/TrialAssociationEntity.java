package dev.atelier.autopilot.service.experiment;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** A row of {@code trial_association}: a component is part of a trial. */
@Entity
@Table(name = "trial_association")
@IdClass(TrialAssociationEntity.Key.class)
public class TrialAssociationEntity {
    @Id
    @Column(name = "trial_id")
    String trialId = "";

    @Id
    @Column(name = "component_id")
    String componentId = "";

    /** The primary key. */
    @RegisterForReflection
    public record Key(String trialId, String componentId) implements Serializable {}

    /** For Hibernate. */
    protected TrialAssociationEntity() {}

    TrialAssociationEntity(String trialId, String componentId) {
        this.trialId = trialId;
        this.componentId = componentId;
    }

    Key key() {
        return new Key(trialId, componentId);
    }
}
