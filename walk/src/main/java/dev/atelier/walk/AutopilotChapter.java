package dev.atelier.walk;

import static dev.atelier.walk.StepFailedException.require;

import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.atelier.autopilot.v1.AutoMLJob;
import dev.atelier.autopilot.v1.AutoMLJobServiceGrpc;
import dev.atelier.autopilot.v1.Candidate;
import dev.atelier.autopilot.v1.CandidateStatus;
import dev.atelier.autopilot.v1.CreateAutoMLJobRequest;
import dev.atelier.autopilot.v1.GetAutoMLJobRequest;
import dev.atelier.autopilot.v1.JobLimits;
import dev.atelier.autopilot.v1.JobStatus;
import dev.atelier.autopilot.v1.ListCandidatesRequest;
import dev.atelier.autopilot.v1.StopAutoMLJobRequest;
import dev.atelier.autopilot.v1.WatchAutoMLJobRequest;
import dev.atelier.autopilot.v1.WatchAutoMLJobResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Chapter 3: from a CSV in the home directory and a target column to ranked candidates, by gRPC. */
final class AutopilotChapter {
    private static final String TARGET = BankMarketing.TARGET;
    private static final double USEFUL_AUC = 0.9;

    private final Atelier atelier;
    private final Report report;
    private final CleanUp cleanUp;
    private final Visit visit;
    private final Duration limit;
    private final AutoMLJobServiceGrpc.AutoMLJobServiceBlockingStub jobs;

    AutopilotChapter(Atelier atelier, Report report, CleanUp cleanUp, Visit visit, Duration limit) {
        this.atelier = atelier;
        this.report = report;
        this.cleanUp = cleanUp;
        this.visit = visit;
        this.limit = limit;
        this.jobs = AutoMLJobServiceGrpc.newBlockingStub(atelier.autopilotGrpc(visit.token()));
    }

    /** Returns the name of the finished job. */
    String run(String suffix) {
        report.chapter("Autopilot");
        String name = "walk-" + suffix;
        report.step(this::upload);
        report.step(() -> start(name));
        report.step(() -> watch(name));
        report.step(() -> leaderboard(name));
        return name;
    }

    private String upload() {
        byte[] csv = BankMarketing.csv();
        atelier.studio(visit.token()).put(visit.profile() + "/home/files/" + BankMarketing.FILE, csv);
        return "PUT /home/files/" + BankMarketing.FILE + ": " + csv.length / 1024 + " KiB in the user's home directory";
    }

    private String start(String name) {
        jobs.createAutoMLJob(CreateAutoMLJobRequest.newBuilder()
                .setAutoMlJobName(name)
                .setDomainId(visit.domainId())
                .setUserProfileName(visit.user())
                .setHomePath(BankMarketing.FILE)
                .setTargetColumn(TARGET)
                .setObjectiveMetric("AUC")
                .setLimits(JobLimits.newBuilder().setMaxRuntime(Durations.fromSeconds(limit.toSeconds())))
                .build());
        cleanUp.later("job " + name, () -> stop(name));
        return "CreateAutoMLJob " + name + " on " + BankMarketing.FILE + ": target " + TARGET + ", metric AUC, at most "
                + limit.toSeconds() + " s";
    }

    private String watch(String name) {
        Iterator<WatchAutoMLJobResponse> changes = jobs.withDeadlineAfter(limit.toSeconds() + 120, TimeUnit.SECONDS)
                .watchAutoMLJob(WatchAutoMLJobRequest.newBuilder()
                        .setAutoMlJobName(name)
                        .build());
        long start = System.nanoTime();
        String last = "";
        while (changes.hasNext()) {
            AutoMLJob job = changes.next().getAutoMlJob();
            String progress = job.getSecondaryStatus() + ", " + job.getCandidatesCompleted() + " candidates"
                    + (job.hasBestCandidate()
                            ? String.format(
                                    Locale.ROOT,
                                    ", best AUC %.4f (%s)",
                                    job.getBestCandidate().getObjectiveValue(),
                                    job.getBestCandidate().getAlgorithm())
                            : "");
            if (!progress.equals(last)) {
                report.detail(String.format(Locale.ROOT, "%5.1f s  %s", (System.nanoTime() - start) / 1e9, progress));
                last = progress;
            }
        }
        AutoMLJob job = jobs.getAutoMLJob(
                        GetAutoMLJobRequest.newBuilder().setAutoMlJobName(name).build())
                .getAutoMlJob();
        require(
                job.getStatus() == JobStatus.JOB_STATUS_COMPLETED,
                "The job ended as " + job.getStatus() + ": " + job.getFailureReason());
        double seconds = Durations.toMillis(Timestamps.between(job.getCreationTime(), job.getEndTime())) / 1000.0;
        return String.format(
                Locale.ROOT,
                "WatchAutoMLJob: %s, %d candidates, %d failed, in %.1f s of %d",
                job.getProblemType()
                        .name()
                        .replace("PROBLEM_TYPE_", "")
                        .toLowerCase(Locale.ROOT)
                        .replace('_', ' '),
                job.getCandidatesCompleted(),
                job.getCandidatesFailed(),
                seconds,
                limit.toSeconds());
    }

    private String leaderboard(String name) {
        List<Candidate> candidates = jobs.listCandidates(ListCandidatesRequest.newBuilder()
                        .setAutoMlJobName(name)
                        .setPageSize(100)
                        .build())
                .getCandidatesList();
        List<Candidate> completed = candidates.stream()
                .filter(candidate -> candidate.getStatus() == CandidateStatus.CANDIDATE_STATUS_COMPLETED)
                .toList();
        require(!completed.isEmpty(), "No candidate was completed");
        for (Candidate candidate : completed) {
            report.detail(String.format(
                    Locale.ROOT,
                    "%2d  %.4f  %-17s %-28s %6.1f s",
                    candidate.getRank(),
                    candidate.getObjectiveValue(),
                    candidate.getAlgorithm(),
                    candidate.getCandidateName(),
                    Durations.toMillis(candidate.getTrainingTime()) / 1000.0));
        }
        Candidate best = completed.getFirst();
        require(best.getRank() == 1, "The first of the leaderboard has rank " + best.getRank());
        require(best.getObjectiveValue() > USEFUL_AUC, "The best AUC is only " + best.getObjectiveValue());
        return String.format(
                Locale.ROOT,
                "ListCandidates: the best is %s with a cross-validated AUC of %.4f",
                best.getAlgorithm(),
                best.getObjectiveValue());
    }

    private void stop(String name) {
        JobStatus status = jobs.getAutoMLJob(
                        GetAutoMLJobRequest.newBuilder().setAutoMlJobName(name).build())
                .getAutoMlJob()
                .getStatus();
        if (status == JobStatus.JOB_STATUS_IN_PROGRESS) {
            jobs.stopAutoMLJob(
                    StopAutoMLJobRequest.newBuilder().setAutoMlJobName(name).build());
        }
    }
}
