package dev.atelier.api.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.api.error.AtelierException;
import org.junit.jupiter.api.Test;

class CallerTest {
    private static final Caller ADMIN = Caller.admin("operator");
    private static final Caller ANN = Caller.member("d-1", "ann");
    private static final Caller VIEWER = new Caller("lead", Role.VIEWER, null, null);
    private static final Caller SERVICE = Caller.service("studio-service");
    private static final Caller ACTING = new Caller("studio-service", Role.SERVICE, "d-1", "ann");

    @Test
    void administratorsAndServicesReachEverything() {
        for (Caller caller : new Caller[] {ADMIN, SERVICE}) {
            assertThat(caller.owns("d-9", "zoe")).isTrue();
            assertThatCode(caller::requireAdmin).doesNotThrowAnyException();
        }
    }

    @Test
    void membersAndActingServicesReachOneProfile() {
        for (Caller caller : new Caller[] {ANN, ACTING}) {
            assertThat(caller.owns("d-1", "ann")).isTrue();
            assertThat(caller.sees("d-1", "ann")).isTrue();
            assertThat(caller.owns("d-1", "bob")).isFalse();
            assertThat(caller.owns("d-2", "ann")).isFalse();
            assertThat(caller.sees("d-1", "bob")).isFalse();
            assertThatThrownBy(caller::requireAdmin).isInstanceOf(AtelierException.class);
            assertThatThrownBy(() -> caller.requireProfile("d-1", "bob"))
                    .isInstanceOf(AtelierException.class)
                    .hasMessageContaining("bob");
        }
    }

    @Test
    void viewersReadEverythingAndChangeNothing() {
        assertThat(VIEWER.sees("d-1", "ann")).isTrue();
        assertThat(VIEWER.owns("d-1", "ann")).isFalse();
        assertThatCode(VIEWER::requireViewer).doesNotThrowAnyException();
        assertThatThrownBy(VIEWER::requireAdmin).isInstanceOf(AtelierException.class);
        assertThatThrownBy(() -> VIEWER.requireProfile("d-1", "ann")).isInstanceOf(AtelierException.class);
    }

    @Test
    void aMemberHasAProfile() {
        assertThatThrownBy(() -> new Caller("x", Role.MEMBER, null, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Caller("x", Role.ADMIN, "d-1", null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rolesAreReadInAnyCase() {
        assertThat(Role.find("Member")).contains(Role.MEMBER);
        assertThat(Role.find("owner")).isEmpty();
    }
}
