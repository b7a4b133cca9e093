package dev.atelier.autopilot.service.experiment.grpc;

import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.experiment.ComponentQuery;
import dev.atelier.autopilot.service.experiment.ComponentSearch;
import dev.atelier.autopilot.service.experiment.TrialComponentService;
import dev.atelier.autopilot.service.support.Protos;
import dev.atelier.autopilot.v1.BatchPutMetricsRequest;
import dev.atelier.autopilot.v1.BatchPutMetricsResponse;
import dev.atelier.autopilot.v1.CompareTrialComponentsRequest;
import dev.atelier.autopilot.v1.CompareTrialComponentsResponse;
import dev.atelier.autopilot.v1.CreateTrialComponentRequest;
import dev.atelier.autopilot.v1.CreateTrialComponentResponse;
import dev.atelier.autopilot.v1.DeleteTrialComponentRequest;
import dev.atelier.autopilot.v1.DeleteTrialComponentResponse;
import dev.atelier.autopilot.v1.GetTrialComponentRequest;
import dev.atelier.autopilot.v1.GetTrialComponentResponse;
import dev.atelier.autopilot.v1.ListMetricsRequest;
import dev.atelier.autopilot.v1.ListMetricsResponse;
import dev.atelier.autopilot.v1.SearchFilter;
import dev.atelier.autopilot.v1.SearchTrialComponentsRequest;
import dev.atelier.autopilot.v1.SearchTrialComponentsResponse;
import dev.atelier.autopilot.v1.TrialComponentServiceGrpc;
import dev.atelier.autopilot.v1.UpdateTrialComponentRequest;
import dev.atelier.autopilot.v1.UpdateTrialComponentResponse;
import dev.atelier.platform.security.CallerContext;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;

/** {@code atelier.autopilot.v1.TrialComponentService}. */
@GrpcService
@Blocking
public class TrialComponentGrpc extends TrialComponentServiceGrpc.TrialComponentServiceImplBase {
    private final TrialComponentService components;
    private final ComponentSearch search;
    private final CallerContext context;

    TrialComponentGrpc(TrialComponentService components, ComponentSearch search, CallerContext context) {
        this.components = components;
        this.search = search;
        this.context = context;
    }

    @Override
    public void createTrialComponent(
            CreateTrialComponentRequest request, StreamObserver<CreateTrialComponentResponse> responses) {
        responses.onNext(CreateTrialComponentResponse.newBuilder()
                .setTrialComponent(ExperimentProtos.component(components.create(
                        context.caller(),
                        new TrialComponentService.NewComponent(
                                Protos.emptyToNull(request.getTrialComponentName()),
                                ExperimentProtos.domain(request.getOwner()),
                                ExperimentProtos.user(request.getOwner()),
                                ExperimentProtos.content(request.getContent())),
                        Protos.emptyToNull(request.getIdempotencyKey()))))
                .build());
        responses.onCompleted();
    }

    @Override
    public void getTrialComponent(
            GetTrialComponentRequest request, StreamObserver<GetTrialComponentResponse> responses) {
        responses.onNext(GetTrialComponentResponse.newBuilder()
                .setTrialComponent(ExperimentProtos.component(components.get(
                        context.caller(),
                        ExperimentProtos.domain(request.getOwner()),
                        ExperimentProtos.user(request.getOwner()),
                        request.getTrialComponentName())))
                .build());
        responses.onCompleted();
    }

    @Override
    public void updateTrialComponent(
            UpdateTrialComponentRequest request, StreamObserver<UpdateTrialComponentResponse> responses) {
        responses.onNext(UpdateTrialComponentResponse.newBuilder()
                .setTrialComponent(ExperimentProtos.component(components.update(
                        context.caller(),
                        ExperimentProtos.domain(request.getOwner()),
                        ExperimentProtos.user(request.getOwner()),
                        request.getTrialComponentName(),
                        ExperimentProtos.content(
                                request.getContent(),
                                request.getParametersToRemoveList(),
                                request.getInputArtifactsToRemoveList(),
                                request.getOutputArtifactsToRemoveList()))))
                .build());
        responses.onCompleted();
    }

    @Override
    public void deleteTrialComponent(
            DeleteTrialComponentRequest request, StreamObserver<DeleteTrialComponentResponse> responses) {
        components.delete(
                context.caller(),
                ExperimentProtos.domain(request.getOwner()),
                ExperimentProtos.user(request.getOwner()),
                request.getTrialComponentName());
        responses.onNext(DeleteTrialComponentResponse.getDefaultInstance());
        responses.onCompleted();
    }

    @Override
    public void batchPutMetrics(BatchPutMetricsRequest request, StreamObserver<BatchPutMetricsResponse> responses) {
        components.putMetrics(
                context.caller(),
                ExperimentProtos.domain(request.getOwner()),
                ExperimentProtos.user(request.getOwner()),
                request.getTrialComponentName(),
                request.getMetricDataList().stream()
                        .map(ExperimentProtos::observation)
                        .toList());
        responses.onNext(BatchPutMetricsResponse.getDefaultInstance());
        responses.onCompleted();
    }

    @Override
    public void listMetrics(ListMetricsRequest request, StreamObserver<ListMetricsResponse> responses) {
        var page = components
                .metrics(
                        context.caller(),
                        ExperimentProtos.domain(request.getOwner()),
                        ExperimentProtos.user(request.getOwner()),
                        request.getTrialComponentName(),
                        Protos.emptyToNull(request.getMetricName()),
                        PageRequest.ofProto(request.getPageSize(), request.getPageToken()))
                .map(ExperimentProtos::observation);
        responses.onNext(ListMetricsResponse.newBuilder()
                .addAllMetrics(page.items())
                .setNextPageToken(page.nextPageTokenOrEmpty())
                .build());
        responses.onCompleted();
    }

    @Override
    public void searchTrialComponents(
            SearchTrialComponentsRequest request, StreamObserver<SearchTrialComponentsResponse> responses) {
        ComponentQuery query = new ComponentQuery(
                ExperimentProtos.domain(request.getOwner()),
                ExperimentProtos.user(request.getOwner()),
                request.getFiltersList().stream()
                        .map(TrialComponentGrpc::filter)
                        .toList(),
                Protos.emptyToNull(request.getSortBy()),
                request.getAscending());
        var page = search.search(
                        context.caller(), query, PageRequest.ofProto(request.getPageSize(), request.getPageToken()))
                .map(ExperimentProtos::component);
        responses.onNext(SearchTrialComponentsResponse.newBuilder()
                .addAllTrialComponents(page.items())
                .setNextPageToken(page.nextPageTokenOrEmpty())
                .build());
        responses.onCompleted();
    }

    @Override
    public void compareTrialComponents(
            CompareTrialComponentsRequest request, StreamObserver<CompareTrialComponentsResponse> responses) {
        ComponentSearch.Comparison comparison = search.compare(
                context.caller(),
                ExperimentProtos.domain(request.getOwner()),
                ExperimentProtos.user(request.getOwner()),
                request.getTrialComponentNamesList());
        responses.onNext(CompareTrialComponentsResponse.newBuilder()
                .addAllParameters(comparison.parameters().stream()
                        .map(ExperimentProtos::row)
                        .toList())
                .addAllMetrics(
                        comparison.metrics().stream().map(ExperimentProtos::row).toList())
                .build());
        responses.onCompleted();
    }

    private static ComponentQuery.Filter filter(SearchFilter filter) {
        return new ComponentQuery.Filter(
                filter.getName(),
                filter.getOperator().isEmpty() ? null : ComponentQuery.Operator.ofLabel(filter.getOperator()),
                filter.getValue());
    }
}
