package dev.atelier.studio.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ImageVersionStateTest {
    @Test
    void isReadAsItWasWritten() {
        for (ImageVersionState state : List.of(
                new ImageVersionState.Creating(),
                new ImageVersionState.Created(),
                new ImageVersionState.CreateFailed("No matching distribution found for x"),
                new ImageVersionState.Deleting())) {
            assertThat(ImageVersionState.of(state.status(), state.failureReason()))
                    .isEqualTo(state);
        }
    }

    @Test
    void everyStateLeadsToDeleting() {
        ImageVersionState.Creating creating = new ImageVersionState.Creating();
        assertThat(creating.deleting()).isEqualTo(new ImageVersionState.Deleting());
        assertThat(creating.created().deleting()).isEqualTo(new ImageVersionState.Deleting());
        assertThat(creating.fail("why").deleting()).isEqualTo(new ImageVersionState.Deleting());
        assertThat(creating.created().rebuild()).isEqualTo(creating);
    }
}
