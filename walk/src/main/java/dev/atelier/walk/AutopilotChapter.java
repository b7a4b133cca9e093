package dev.atelier.walk;

import static dev.atelier.walk.StepFailedException.require;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.atelier.autopilot.v1.AutoMLJob;
import dev.atelier.autopilot.v1.AutoMLJobServiceGrpc;
import dev.atelier.autopilot.v1.Candidate;
import dev.atelier.autopilot.v1.CandidateStatus;
import dev.atelier.autopilot.v1.CreateAutoMLJobRequest;
import dev.atelier.autopilot.v1.Dataset;
import dev.atelier.autopilot.v1.DatasetServiceGrpc;
import dev.atelier.autopilot.v1.DeleteDatasetRequest;
import dev.atelier.autopilot.v1.GetAutoMLJobRequest;
import dev.atelier.autopilot.v1.JobLimits;
import dev.atelier.autopilot.v1.JobStatus;
import dev.atelier.autopilot.v1.ListCandidatesRequest;
import dev.atelier.autopilot.v1.StopAutoMLJobRequest;
import dev.atelier.autopilot.v1.UploadDatasetRequest;
import dev.atelier.autopilot.v1.UploadDatasetResponse;
import dev.atelier.autopilot.v1.UploadDatasetTarget;
import dev.atelier.autopilot.v1.WatchAutoMLJobRequest;
import dev.atelier.autopilot.v1.WatchAutoMLJobResponse;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** Chapter 3: from a CSV and a target column to ranked candidates, by gRPC. */
final class AutopilotChapter {
    private static final String TARGET = "y";
    private static final int CHUNK_BYTES = 64 * 1024;
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
        AtomicReference<Dataset> dataset = new AtomicReference<>();
        String name = "walk-" + suffix;
        report.step(() -> {
            dataset.set(upload(BankMarketing.csv(), "bank-" + suffix));
            return "UploadDataset: " + dataset.get().getRows() + " rows, "
                    + dataset.get().getColumnsCount() + " columns of bank marketing";
        });
        report.step(() -> start(name, dataset.get()));
        report.step(() -> watch(name));
        report.step(() -> leaderboard(name));
        return name;
    }

    private Dataset upload(byte[] csv, String name) {
        Channel channel = atelier.autopilotGrpc(visit.token());
        CompletableFuture<UploadDatasetResponse> answer = new CompletableFuture<>();
        StreamObserver<UploadDatasetRequest> request =
                DatasetServiceGrpc.newStub(channel).uploadDataset(new Answer<>(answer));
        request.onNext(UploadDatasetRequest.newBuilder()
                .setTarget(UploadDatasetTarget.newBuilder()
                        .setName(name)
                        .setDomainId(visit.domainId())
                        .setUserProfileName(visit.user()))
                .build());
        for (int from = 0; from < csv.length && !answer.isDone(); from += CHUNK_BYTES) {
            ByteString chunk = ByteString.copyFrom(csv, from, Math.min(CHUNK_BYTES, csv.length - from));
            request.onNext(UploadDatasetRequest.newBuilder().setChunk(chunk).build());
        }
        request.onCompleted();
        Dataset dataset = await(answer).getDataset();
        cleanUp.later(
                "dataset " + dataset.getDatasetId(),
                () -> DatasetServiceGrpc.newBlockingStub(channel)
                        .deleteDataset(DeleteDatasetRequest.newBuilder()
                                .setDatasetId(dataset.getDatasetId())
                                .build()));
        return dataset;
    }

    private String start(String name, Dataset dataset) {
        jobs.createAutoMLJob(CreateAutoMLJobRequest.newBuilder()
                .setAutoMlJobName(name)
                .setDomainId(visit.domainId())
                .setUserProfileName(visit.user())
                .setDatasetId(dataset.getDatasetId())
                .setTargetColumn(TARGET)
                .setObjectiveMetric("AUC")
                .setLimits(JobLimits.newBuilder().setMaxRuntime(Durations.fromSeconds(limit.toSeconds())))
                .build());
        cleanUp.later("job " + name, () -> stop(name));
        return "CreateAutoMLJob " + name + ": target " + TARGET + ", metric AUC, at most " + limit.toSeconds() + " s";
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

    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StepFailedException("The upload failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailedException("interrupted", e);
        }
    }

    /** The one answer to a stream of requests. */
    private record Answer<T>(CompletableFuture<T> future) implements StreamObserver<T> {
        @Override
        public void onNext(T value) {
            future.complete(value);
        }

        @Override
        public void onError(Throwable error) {
            future.completeExceptionally(error);
        }

        @Override
        public void onCompleted() {
            future.completeExceptionally(new IllegalStateException("no answer"));
        }
    }
}
