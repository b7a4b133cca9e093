package dev.atelier.autopilot.service.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.api.error.AtelierException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How many instances a load needs. */
class InstanceScalingTest {
    @Test
    void asManyInstancesAsTheLoadNeedsWithinTheBounds() {
        InstanceScaling scaling = scaling(2, 5, 100);

        assertThat(scaling.instances(0)).isEqualTo(2);
        assertThat(scaling.instances(200)).isEqualTo(2);
        assertThat(scaling.instances(200.1)).isEqualTo(3);
        assertThat(scaling.instances(1e12)).isEqualTo(5);
        assertThat(scaling.within(1)).isEqualTo(2);
        assertThat(scaling.within(7)).isEqualTo(5);
    }

    @Test
    void whatCannotBeKeptIsRefusedByField() {
        assertThatThrownBy(() -> scaling(0, 5, 100)).hasMessageContaining("instanceScaling.minInstanceCount");
        assertThatThrownBy(() -> scaling(3, 2, 100)).hasMessageContaining("instanceScaling.maxInstanceCount");
        assertThatThrownBy(() -> scaling(1, 101, 100)).hasMessageContaining("instanceScaling.maxInstanceCount");
        assertThatThrownBy(() -> scaling(1, 2, Double.NaN))
                .hasMessageContaining("instanceScaling.targetInvocationsPerInstance");
        assertThatThrownBy(() -> new InstanceScaling(1, 2, 1, Duration.ofSeconds(-1), Duration.ZERO))
                .isInstanceOf(AtelierException.class)
                .hasMessageContaining("instanceScaling.scaleInCooldown");
    }

    private static InstanceScaling scaling(int min, int max, double target) {
        return new InstanceScaling(min, max, target, InstanceScaling.COOLDOWN, InstanceScaling.COOLDOWN);
    }
}
