package dev.atelier.autopilot.service.job.grpc;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.candidate.Candidate;
import dev.atelier.autopilot.service.job.CandidateView;
import dev.atelier.autopilot.service.job.CandidateViews;
import dev.atelier.autopilot.service.job.JobCreation;
import dev.atelier.autopilot.service.job.JobDeletion;
import dev.atelier.autopilot.service.job.JobService;
import dev.atelier.autopilot.service.job.JobView;
import dev.atelier.autopilot.service.job.JobWatch;
import dev.atelier.autopilot.service.support.Protos;
import dev.atelier.autopilot.v1.AutoMLJobServiceGrpc;
import dev.atelier.autopilot.v1.CreateAutoMLJobRequest;
import dev.atelier.autopilot.v1.CreateAutoMLJobResponse;
import dev.atelier.autopilot.v1.DeleteAutoMLJobRequest;
import dev.atelier.autopilot.v1.DeleteAutoMLJobResponse;
import dev.atelier.autopilot.v1.GetAutoMLJobRequest;
import dev.atelier.autopilot.v1.GetAutoMLJobResponse;
import dev.atelier.autopilot.v1.GetCandidateRequest;
import dev.atelier.autopilot.v1.GetCandidateResponse;
import dev.atelier.autopilot.v1.GetCandidateTrialsRequest;
import dev.atelier.autopilot.v1.GetCandidateTrialsResponse;
import dev.atelier.autopilot.v1.ListAutoMLJobsRequest;
import dev.atelier.autopilot.v1.ListAutoMLJobsResponse;
import dev.atelier.autopilot.v1.ListCandidatesRequest;
import dev.atelier.autopilot.v1.ListCandidatesResponse;
import dev.atelier.autopilot.v1.StopAutoMLJobRequest;
import dev.atelier.autopilot.v1.StopAutoMLJobResponse;
import dev.atelier.autopilot.v1.WatchAutoMLJobRequest;
import dev.atelier.autopilot.v1.WatchAutoMLJobResponse;
import dev.atelier.platform.security.CallerContext;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;

/** {@code atelier.autopilot.v1.AutoMLJobService}. */
@GrpcService
@Blocking
public class JobGrpc extends AutoMLJobServiceGrpc.AutoMLJobServiceImplBase {
    private final JobService jobs;
    private final JobCreation creation;
    private final JobDeletion deletion;
    private final JobWatch watch;
    private final CandidateViews candidates;
    private final CallerContext context;

    JobGrpc(
            JobService jobs,
            JobCreation creation,
            JobDeletion deletion,
            JobWatch watch,
            CandidateViews candidates,
            CallerContext context) {
        this.jobs = jobs;
        this.creation = creation;
        this.deletion = deletion;
        this.watch = watch;
        this.candidates = candidates;
        this.context = context;
    }

    @Override
    public void createAutoMLJob(CreateAutoMLJobRequest request, StreamObserver<CreateAutoMLJobResponse> responses) {
        JobView job = creation.create(
                context.caller(), JobProtos.newJob(request), Protos.emptyToNull(request.getIdempotencyKey()));
        responses.onNext(CreateAutoMLJobResponse.newBuilder()
                .setAutoMlJob(JobProtos.job(job))
                .build());
        responses.onCompleted();
    }

    @Override
    public void getAutoMLJob(GetAutoMLJobRequest request, StreamObserver<GetAutoMLJobResponse> responses) {
        responses.onNext(GetAutoMLJobResponse.newBuilder()
                .setAutoMlJob(JobProtos.job(jobs.get(context.caller(), request.getAutoMlJobName())))
                .build());
        responses.onCompleted();
    }

    @Override
    public void listAutoMLJobs(ListAutoMLJobsRequest request, StreamObserver<ListAutoMLJobsResponse> responses) {
        Page<JobView> page = jobs.list(
                context.caller(),
                request.getDomainId(),
                request.getUserProfileName(),
                PageRequest.ofProto(request.getPageSize(), request.getPageToken()));
        responses.onNext(ListAutoMLJobsResponse.newBuilder()
                .addAllAutoMlJobs(page.items().stream().map(JobProtos::job).toList())
                .setNextPageToken(page.nextPageTokenOrEmpty())
                .build());
        responses.onCompleted();
    }

    @Override
    public void stopAutoMLJob(StopAutoMLJobRequest request, StreamObserver<StopAutoMLJobResponse> responses) {
        responses.onNext(StopAutoMLJobResponse.newBuilder()
                .setAutoMlJob(JobProtos.job(jobs.stop(context.caller(), request.getAutoMlJobName())))
                .build());
        responses.onCompleted();
    }

    @Override
    public void deleteAutoMLJob(DeleteAutoMLJobRequest request, StreamObserver<DeleteAutoMLJobResponse> responses) {
        deletion.delete(context.caller(), request.getAutoMlJobName());
        responses.onNext(DeleteAutoMLJobResponse.getDefaultInstance());
        responses.onCompleted();
    }

    @Override
    public void watchAutoMLJob(WatchAutoMLJobRequest request, StreamObserver<WatchAutoMLJobResponse> responses) {
        Multi<JobView> states = watch.states(context.caller(), request.getAutoMlJobName());
        ServerCallStreamObserver<WatchAutoMLJobResponse> call =
                (ServerCallStreamObserver<WatchAutoMLJobResponse>) responses;
        Cancellable watching = states.subscribe()
                .with(
                        job -> call.onNext(WatchAutoMLJobResponse.newBuilder()
                                .setAutoMlJob(JobProtos.job(job))
                                .build()),
                        call::onError,
                        call::onCompleted);
        call.setOnCancelHandler(watching::cancel);
    }

    @Override
    public void listCandidates(ListCandidatesRequest request, StreamObserver<ListCandidatesResponse> responses) {
        String name = request.getAutoMlJobName();
        Page<CandidateView> page = candidates.page(
                context.caller(), name, PageRequest.ofProto(request.getPageSize(), request.getPageToken()));
        responses.onNext(ListCandidatesResponse.newBuilder()
                .addAllCandidates(page.items().stream()
                        .map(candidate -> JobProtos.candidate(name, candidate))
                        .toList())
                .setNextPageToken(page.nextPageTokenOrEmpty())
                .build());
        responses.onCompleted();
    }

    @Override
    public void getCandidateTrials(
            GetCandidateTrialsRequest request, StreamObserver<GetCandidateTrialsResponse> responses) {
        Candidate candidate = jobs.candidate(context.caller(), request.getAutoMlJobName(), request.getCandidateName());
        responses.onNext(GetCandidateTrialsResponse.newBuilder()
                .addAllTrials(jobs.definition(candidate).stream()
                        .map(JobProtos::trial)
                        .toList())
                .build());
        responses.onCompleted();
    }

    @Override
    public void getCandidate(GetCandidateRequest request, StreamObserver<GetCandidateResponse> responses) {
        String name = request.getAutoMlJobName();
        responses.onNext(GetCandidateResponse.newBuilder()
                .setCandidate(
                        JobProtos.candidate(name, candidates.get(context.caller(), name, request.getCandidateName())))
                .build());
        responses.onCompleted();
    }
}
