package dev.atelier.studio.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class TenancyStateTest {
    @Test
    void onlyWhatIsInServiceCanBeChanged() {
        assertThatCode(() -> new TenancyState.InService().requireChangeable("domain", "d-1"))
                .doesNotThrowAnyException();
        for (TenancyState state :
                List.of(new TenancyState.Pending(), new TenancyState.Deleting(), new TenancyState.Failed("no disk"))) {
            assertThatThrownBy(() -> state.requireChangeable("domain", "d-1"))
                    .isInstanceOfSatisfying(
                            AtelierException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.RESOURCE_IN_USE))
                    .hasMessageContaining(state.status());
        }
    }
}
