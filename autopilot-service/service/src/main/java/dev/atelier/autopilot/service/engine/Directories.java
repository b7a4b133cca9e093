package dev.atelier.autopilot.service.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where jobs and endpoints keep their files: under the data directory, by ids of ours. */
@ApplicationScoped
public class Directories {
    private final Path root;
    private final ObjectMapper json;

    Directories(@ConfigProperty(name = "atelier.data-dir") Path dataDir, ObjectMapper json) {
        this.root = dataDir.toAbsolutePath().normalize().resolve("autopilot");
        this.json = json;
    }

    /** This service's part of the data directory. */
    public Path root() {
        return root;
    }

    /** The directory of a job. */
    public JobDirectory job(String jobId) {
        return new JobDirectory(root.resolve("jobs").resolve(jobId), json);
    }

    /** The directory of an endpoint. */
    public Path endpoint(String endpointId) {
        return root.resolve("endpoints").resolve(endpointId);
    }

    /** The directory of a run of a monitor. */
    public Path monitoringRun(String scheduleId, String executionId) {
        return root.resolve("monitors").resolve(scheduleId).resolve("runs").resolve(executionId);
    }

    /** The directory of a batch transform. */
    public Path transform(String transformId) {
        return root.resolve("transforms").resolve(transformId);
    }

    /** What belongs to one version of an endpoint's configuration: models and the files beside its workers. */
    public Path version(String endpointId, int version) {
        return endpoint(endpointId).resolve("v" + version);
    }

    /** The model that a variant serves. */
    public Path model(String endpointId, int version, String variantName) {
        return version(endpointId, version).resolve(variantName).resolve("model.zip");
    }
}
