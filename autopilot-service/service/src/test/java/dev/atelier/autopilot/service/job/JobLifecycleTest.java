package dev.atelier.autopilot.service.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class JobLifecycleTest {
    @Test
    void isReadBackFromItsNames() {
        for (JobLifecycle state : List.of(
                new JobLifecycle.InProgress(Step.STARTING),
                new JobLifecycle.InProgress(Step.TRAINING_MODELS),
                new JobLifecycle.Stopping(),
                new JobLifecycle.Stopped(),
                new JobLifecycle.Failed("no memory"),
                new JobLifecycle.Completed(JobLifecycle.Completion.PLAN_FINISHED),
                new JobLifecycle.Completed(JobLifecycle.Completion.MAX_CANDIDATES),
                new JobLifecycle.Completed(JobLifecycle.Completion.MAX_RUNTIME))) {
            assertThat(JobLifecycle.of(state.status(), state.secondaryStatus(), state.failureReason()))
                    .isEqualTo(state);
        }
    }

    @Test
    void goesOnlyForward() {
        JobLifecycle.InProgress training = new JobLifecycle.InProgress(Step.MODEL_TUNING);

        assertThat(training.next(Step.TRAINING_MODELS).secondaryStatus()).isEqualTo("TrainingModels");
        assertThatIllegalStateException().isThrownBy(() -> training.next(Step.ANALYZING_DATA));
    }
}
