package dev.atelier.autopilot.service.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.atelier.testing.Environments;
import dev.atelier.testing.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs notebooks in a kernel of the Data Science image. */
final class Kernels {
    private static final long LIMIT_MINUTES = 5;

    private Kernels() {}

    /**
     * Runs a notebook from top to bottom.
     *
     * @param environment what the kernel finds beside the Python module
     * @return the notebook with its outputs; an error in a cell fails the test
     */
    static JsonNode run(Path notebook, Map<String, String> environment) throws IOException, InterruptedException {
        Path log = notebook.resolveSibling(notebook.getFileName() + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                        Environments.directory()
                                .resolve("data-science/bin/python")
                                .toString(),
                        "-m",
                        "nbconvert",
                        "--to",
                        "notebook",
                        "--execute",
                        "--inplace",
                        "--ExecutePreprocessor.timeout=240",
                        notebook.toString())
                .directory(notebook.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("MPLBACKEND", "module://matplotlib_inline.backend_inline");
        builder.environment()
                .put(
                        "PYTHONPATH",
                        ServiceProcess.repository()
                                .resolve("autopilot-service/python")
                                .toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES))
                    .as("the notebook ends")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        return JsonMapper.builder().build().readTree(notebook.toFile());
    }
}
