package dev.atelier.autopilot.service.monitor.grpc;

import com.google.protobuf.ByteString;
import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.api.time.ProtoTimes;
import dev.atelier.autopilot.service.dataset.TableSource;
import dev.atelier.autopilot.service.monitor.Execution;
import dev.atelier.autopilot.service.monitor.MonitorCreation;
import dev.atelier.autopilot.service.monitor.MonitorRuns;
import dev.atelier.autopilot.service.monitor.MonitorService;
import dev.atelier.autopilot.service.monitor.MonitorWatch;
import dev.atelier.autopilot.service.monitor.Schedule;
import dev.atelier.autopilot.service.support.Protos;
import dev.atelier.autopilot.v1.CreateMonitoringScheduleRequest;
import dev.atelier.autopilot.v1.CreateMonitoringScheduleResponse;
import dev.atelier.autopilot.v1.DeleteMonitoringScheduleRequest;
import dev.atelier.autopilot.v1.DeleteMonitoringScheduleResponse;
import dev.atelier.autopilot.v1.GetMonitoringExecutionRequest;
import dev.atelier.autopilot.v1.GetMonitoringExecutionResponse;
import dev.atelier.autopilot.v1.GetMonitoringReportRequest;
import dev.atelier.autopilot.v1.GetMonitoringReportResponse;
import dev.atelier.autopilot.v1.GetMonitoringScheduleRequest;
import dev.atelier.autopilot.v1.GetMonitoringScheduleResponse;
import dev.atelier.autopilot.v1.ListMonitoringExecutionsRequest;
import dev.atelier.autopilot.v1.ListMonitoringExecutionsResponse;
import dev.atelier.autopilot.v1.ListMonitoringSchedulesRequest;
import dev.atelier.autopilot.v1.ListMonitoringSchedulesResponse;
import dev.atelier.autopilot.v1.MonitoringServiceGrpc;
import dev.atelier.autopilot.v1.RunMonitoringScheduleRequest;
import dev.atelier.autopilot.v1.RunMonitoringScheduleResponse;
import dev.atelier.autopilot.v1.StartMonitoringScheduleRequest;
import dev.atelier.autopilot.v1.StartMonitoringScheduleResponse;
import dev.atelier.autopilot.v1.StopMonitoringScheduleRequest;
import dev.atelier.autopilot.v1.StopMonitoringScheduleResponse;
import dev.atelier.autopilot.v1.WatchMonitoringScheduleRequest;
import dev.atelier.autopilot.v1.WatchMonitoringScheduleResponse;
import dev.atelier.platform.security.CallerContext;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.subscription.Cancellable;
import java.io.IOException;
import java.nio.file.Files;

/** {@code atelier.autopilot.v1.MonitoringService}. */
@GrpcService
@Blocking
public class MonitorGrpc extends MonitoringServiceGrpc.MonitoringServiceImplBase {
    private final MonitorService monitors;
    private final MonitorRuns runs;
    private final MonitorCreation creation;
    private final MonitorWatch watch;
    private final CallerContext context;

    MonitorGrpc(
            MonitorService monitors,
            MonitorRuns runs,
            MonitorCreation creation,
            MonitorWatch watch,
            CallerContext context) {
        this.monitors = monitors;
        this.runs = runs;
        this.creation = creation;
        this.watch = watch;
        this.context = context;
    }

    @Override
    public void createMonitoringSchedule(
            CreateMonitoringScheduleRequest request, StreamObserver<CreateMonitoringScheduleResponse> responses) {
        Schedule schedule = creation.create(
                caller(), MonitorProtos.newSchedule(request), Protos.emptyToNull(request.getIdempotencyKey()));
        answer(
                responses,
                CreateMonitoringScheduleResponse.newBuilder()
                        .setMonitoringSchedule(MonitorProtos.schedule(schedule))
                        .build());
    }

    @Override
    public void watchMonitoringSchedule(
            WatchMonitoringScheduleRequest request, StreamObserver<WatchMonitoringScheduleResponse> responses) {
        ServerCallStreamObserver<WatchMonitoringScheduleResponse> call =
                (ServerCallStreamObserver<WatchMonitoringScheduleResponse>) responses;
        Cancellable watching = watch.events(caller(), request.getMonitoringScheduleName(), request.getAfterEventId())
                .map(MonitorProtos::event)
                .subscribe()
                .with(call::onNext, call::onError, call::onCompleted);
        call.setOnCancelHandler(watching::cancel);
    }

    @Override
    public void getMonitoringSchedule(
            GetMonitoringScheduleRequest request, StreamObserver<GetMonitoringScheduleResponse> responses) {
        answer(
                responses,
                GetMonitoringScheduleResponse.newBuilder()
                        .setMonitoringSchedule(
                                MonitorProtos.schedule(monitors.get(caller(), request.getMonitoringScheduleName())))
                        .build());
    }

    @Override
    public void listMonitoringSchedules(
            ListMonitoringSchedulesRequest request, StreamObserver<ListMonitoringSchedulesResponse> responses) {
        Page<Schedule> page = monitors.list(
                caller(),
                request.getDomainId(),
                request.getUserProfileName(),
                PageRequest.ofProto(request.getPageSize(), request.getPageToken()));
        answer(
                responses,
                ListMonitoringSchedulesResponse.newBuilder()
                        .addAllMonitoringSchedules(page.items().stream()
                                .map(MonitorProtos::schedule)
                                .toList())
                        .setNextPageToken(page.nextPageTokenOrEmpty())
                        .build());
    }

    @Override
    public void startMonitoringSchedule(
            StartMonitoringScheduleRequest request, StreamObserver<StartMonitoringScheduleResponse> responses) {
        answer(
                responses,
                StartMonitoringScheduleResponse.newBuilder()
                        .setMonitoringSchedule(
                                MonitorProtos.schedule(monitors.start(caller(), request.getMonitoringScheduleName())))
                        .build());
    }

    @Override
    public void stopMonitoringSchedule(
            StopMonitoringScheduleRequest request, StreamObserver<StopMonitoringScheduleResponse> responses) {
        answer(
                responses,
                StopMonitoringScheduleResponse.newBuilder()
                        .setMonitoringSchedule(
                                MonitorProtos.schedule(monitors.stop(caller(), request.getMonitoringScheduleName())))
                        .build());
    }

    @Override
    public void runMonitoringSchedule(
            RunMonitoringScheduleRequest request, StreamObserver<RunMonitoringScheduleResponse> responses) {
        MonitorRuns.NewRun asked = new MonitorRuns.NewRun(
                new TableSource(
                        Protos.emptyToNull(request.getDatasetId()),
                        Protos.emptyToNull(request.getHomePath()),
                        Protos.emptyToNull(request.getInputUri())),
                request.hasCaptureFrom() ? ProtoTimes.instant(request.getCaptureFrom()) : null,
                request.hasCaptureTo() ? ProtoTimes.instant(request.getCaptureTo()) : null);
        answer(
                responses,
                RunMonitoringScheduleResponse.newBuilder()
                        .setMonitoringExecution(
                                MonitorProtos.execution(runs.run(caller(), request.getMonitoringScheduleName(), asked)))
                        .build());
    }

    @Override
    public void deleteMonitoringSchedule(
            DeleteMonitoringScheduleRequest request, StreamObserver<DeleteMonitoringScheduleResponse> responses) {
        monitors.delete(caller(), request.getMonitoringScheduleName());
        answer(responses, DeleteMonitoringScheduleResponse.getDefaultInstance());
    }

    @Override
    public void listMonitoringExecutions(
            ListMonitoringExecutionsRequest request, StreamObserver<ListMonitoringExecutionsResponse> responses) {
        Page<Execution> page = runs.executions(
                caller(),
                request.getMonitoringScheduleName(),
                PageRequest.ofProto(request.getPageSize(), request.getPageToken()));
        answer(
                responses,
                ListMonitoringExecutionsResponse.newBuilder()
                        .addAllMonitoringExecutions(page.items().stream()
                                .map(MonitorProtos::execution)
                                .toList())
                        .setNextPageToken(page.nextPageTokenOrEmpty())
                        .build());
    }

    @Override
    public void getMonitoringExecution(
            GetMonitoringExecutionRequest request, StreamObserver<GetMonitoringExecutionResponse> responses) {
        answer(
                responses,
                GetMonitoringExecutionResponse.newBuilder()
                        .setMonitoringExecution(MonitorProtos.execution(runs.execution(
                                caller(), request.getMonitoringScheduleName(), request.getMonitoringExecutionId())))
                        .build());
    }

    @Override
    public void getMonitoringReport(
            GetMonitoringReportRequest request, StreamObserver<GetMonitoringReportResponse> responses) {
        try {
            byte[] content = Files.readAllBytes(runs.report(
                    caller(),
                    request.getMonitoringScheduleName(),
                    request.getMonitoringExecutionId(),
                    request.getReportName()));
            answer(
                    responses,
                    GetMonitoringReportResponse.newBuilder()
                            .setContent(ByteString.copyFrom(content))
                            .build());
        } catch (IOException e) {
            throw AtelierException.internal(e);
        }
    }

    private Caller caller() {
        return context.caller();
    }

    private static <T> void answer(StreamObserver<T> responses, T message) {
        responses.onNext(message);
        responses.onCompleted();
    }
}
