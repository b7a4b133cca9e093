package dev.atelier.autopilot.service.notebook;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.autopilot.service.candidate.Candidate;
import dev.atelier.autopilot.service.candidate.CandidateState;
import dev.atelier.autopilot.service.engine.Directories;
import dev.atelier.autopilot.service.engine.JobDirectory;
import dev.atelier.autopilot.service.job.AutoMLJob;
import dev.atelier.autopilot.service.job.JobService;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what jobs and candidates leave. Whoever may see a job may read its artefacts. */
@ApplicationScoped
public class Artifacts {
    private static final String NOTEBOOK = "application/x-ipynb+json";
    private static final String JSON = "application/json";

    private final JobService jobs;
    private final Directories directories;

    Artifacts(JobService jobs, Directories directories) {
        this.jobs = jobs;
        this.directories = directories;
    }

    /** Those of a job or, with a candidate, those of the candidate; only what there is so far. */
    public List<Artifact> list(Caller caller, String jobName, @Nullable String candidateName) {
        AutoMLJob job = jobs.visible(caller, jobName);
        if (candidateName == null) {
            return ofJob(job);
        }
        return ofCandidate(job, jobs.candidate(caller, jobName, candidateName));
    }

    /**
     * One of them.
     *
     * @throws AtelierException RESOURCE_NOT_FOUND
     */
    public Artifact get(Caller caller, String jobName, @Nullable String candidateName, String name) {
        return list(caller, jobName, candidateName).stream()
                .filter(artifact -> artifact.name().equals(name))
                .findFirst()
                .orElseThrow(() -> AtelierException.notFound("artefact", name));
    }

    private List<Artifact> ofJob(AutoMLJob job) {
        JobDirectory directory = directories.job(job.id());
        List<Artifact> found = new ArrayList<>();
        file(directory.dataset(), "dataset.csv", "text/csv").ifPresent(found::add);
        file(directory.validation(), "validation.csv", "text/csv").ifPresent(found::add);
        file(directory.file("profile.json"), "profile.json", JSON).ifPresent(profile -> {
            found.add(profile);
            found.add(Artifact.of("data-exploration.ipynb", NOTEBOOK, DataExploration.of(job)));
        });
        return found;
    }

    private List<Artifact> ofCandidate(AutoMLJob job, Candidate candidate) {
        if (!(candidate.state() instanceof CandidateState.Completed done)) {
            return List.of();
        }
        JobDirectory directory = directories.job(job.id());
        int trial = candidate.trial();
        List<Artifact> found = new ArrayList<>();
        file(directory.model(trial), "model.zip", "application/zip").ifPresent(found::add);
        file(directory.file(trial, "insights.html"), "insights.html", "text/html")
                .ifPresent(found::add);
        file(directory.file(trial, "insights.json"), "insights.json", JSON).ifPresent(found::add);
        file(directory.file(trial, "explanation.json"), "explanation.json", JSON)
                .ifPresent(found::add);
        found.add(Artifact.of(
                "candidate-definition.ipynb",
                NOTEBOOK,
                CandidateDefinition.of(job, candidate, done, jobs.definition(candidate))));
        return found;
    }

    private static Optional<Artifact> file(Path path, String name, String mediaType) {
        try {
            return Optional.of(new Artifact(name, mediaType, Files.size(path), new Artifact.OnDisk(path)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw AtelierException.internal(e);
        }
    }
}
