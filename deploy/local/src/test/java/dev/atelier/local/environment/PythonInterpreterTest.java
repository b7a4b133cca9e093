package dev.atelier.local.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonInterpreterTest {
    @TempDir
    private Path directory;

    @Test
    void oldPythonOrOneWithoutVenvIsRefusedWithItsReason() throws IOException {
        List<String> rejected = new ArrayList<>();

        assertThat(PythonInterpreter.probe(python("old", "echo 3 9 venv"), rejected))
                .isEmpty();
        assertThat(PythonInterpreter.probe(python("bare", "echo 3 12 no-venv"), rejected))
                .isEmpty();
        assertThat(PythonInterpreter.probe(python("broken", "exit 1"), rejected))
                .isEmpty();
        assertThat(PythonInterpreter.probe(python("good", "echo 3 12 venv"), rejected))
                .map(PythonInterpreter::version)
                .contains("3.12");

        assertThat(rejected)
                .satisfiesExactly(
                        old -> assertThat(old).endsWith("(3.9, too old)"),
                        bare -> assertThat(bare).endsWith("(3.12 without venv)"),
                        broken -> assertThat(broken).endsWith("(does not run)"));
    }

    private Path python(String name, String script) throws IOException {
        Path program = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
