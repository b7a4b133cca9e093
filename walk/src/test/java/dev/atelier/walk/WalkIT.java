package dev.atelier.walk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedAtelier.class)
class WalkIT {
    @Test
    void theWalkPasses(RunningAtelier atelier) {
        RunningAtelier.Answer walk = atelier.atelier("walk", "--autopilot-seconds", "60");

        assertThat(walk.exit()).as(walk.output()).isZero();
        assertThat(walk.output())
                .contains("The walk is done")
                .contains("charged once")
                .contains("the same for 5 clients")
                .contains("data-exploration.ipynb of the job")
                .contains("trained again to the same score")
                .contains("none failed")
                .contains("nothing is flagged")
                .contains("InAlert")
                .doesNotContain("left behind");
        System.out.println(walk.output());
    }

    @Test
    void wrongOptionIsNamed(RunningAtelier atelier) {
        RunningAtelier.Answer walk = atelier.atelier("walk", "--fast");

        assertThat(walk.exit()).isEqualTo(2);
        assertThat(walk.output()).contains("--fast");
    }
}
