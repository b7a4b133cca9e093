package dev.atelier.local.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.local.LauncherException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    private static final Path REPOSITORY = Path.of("/repository");

    @Test
    void optionsMayStandAnywhereAndTheRestIsTheCommands() {
        Options options =
                parse("walk", "--autopilot-seconds", "60", "--port-base", "9000", "--home", "/tmp/x", "--json");

        assertThat(options.command()).isEqualTo(Options.Command.WALK);
        assertThat(options.portBase()).contains(9000);
        assertThat(options.home()).isEqualTo(Path.of("/tmp/x"));
        assertThat(options.arguments()).containsExactly("--autopilot-seconds", "60", "--json");
    }

    @Test
    void withoutAnythingItHelps() {
        assertThat(parse().command()).isEqualTo(Options.Command.HELP);
        assertThat(parse("up", "--help").command()).isEqualTo(Options.Command.HELP);
    }

    @ParameterizedTest
    @CsvSource({
        "frobnicate,Unknown command frobnicate",
        "up --force,Unknown option --force",
        "up --port-base,--port-base needs a value",
        "up --port-base many,--port-base needs a number"
    })
    void mistakesAreNamed(String line, String message) {
        assertThatThrownBy(() -> parse(line.split(" ", -1)))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"root,root", "ada.lovelace,ada-lovelace", "-_x_-,x", "__,me"})
    void userNameBecomesAValidProfileName(String name, String expected) {
        assertThat(Welcome.userName(name)).isEqualTo(expected);
    }

    private static Options parse(String... line) {
        return Options.parse(line, REPOSITORY);
    }
}
