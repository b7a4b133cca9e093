package dev.atelier.autopilot.service.aws;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.autopilot.service.monitor.MonitoringType;
import dev.atelier.platform.aws.AwsOperation;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The operations by their names. */
@ApplicationScoped
class AwsOperations {
    private final Map<String, AwsOperation> byName = new HashMap<>();

    AwsOperations(
            JobWire jobs,
            JobDescriptions descriptions,
            CandidateWire candidates,
            ModelWire models,
            EndpointConfigWire configs,
            EndpointWire endpoints,
            TransformWire transforms,
            MonitorWire monitors,
            JobDefinitionWire definitions,
            ExperimentWire experiments,
            TrialWire trials,
            TrialComponentWire components,
            SearchWire search,
            TagWire tags) {
        byName.put("CreateAutoMLJob", jobs::createV1);
        byName.put("CreateAutoMLJobV2", jobs::create);
        byName.put("StopAutoMLJob", jobs::stop);
        byName.put("DescribeAutoMLJob", descriptions::describeV1);
        byName.put("DescribeAutoMLJobV2", descriptions::describe);
        byName.put("ListAutoMLJobs", descriptions::list);
        byName.put("ListCandidatesForAutoMLJob", candidates::list);
        hosting("CreateModel", models::create);
        hosting("DescribeModel", models::describe);
        hosting("ListModels", models::list);
        hosting("DeleteModel", models::delete);
        hosting("CreateEndpointConfig", configs::create);
        hosting("DescribeEndpointConfig", configs::describe);
        hosting("ListEndpointConfigs", configs::list);
        hosting("DeleteEndpointConfig", configs::delete);
        hosting("CreateEndpoint", endpoints::create);
        hosting("DescribeEndpoint", endpoints::describe);
        hosting("ListEndpoints", endpoints::list);
        hosting("UpdateEndpoint", endpoints::update);
        hosting("UpdateEndpointWeightsAndCapacities", endpoints::updateWeightsAndCapacities);
        hosting("DeleteEndpoint", endpoints::delete);
        byName.put("CreateTransformJob", transforms::create);
        byName.put("DescribeTransformJob", transforms::describe);
        byName.put("ListTransformJobs", transforms::list);
        byName.put("StopTransformJob", transforms::stop);
        byName.put("CreateMonitoringSchedule", monitors::create);
        byName.put("DescribeMonitoringSchedule", monitors::describe);
        byName.put("UpdateMonitoringSchedule", monitors::update);
        byName.put("ListMonitoringSchedules", monitors::list);
        byName.put("StartMonitoringSchedule", monitors::start);
        byName.put("StopMonitoringSchedule", monitors::stop);
        byName.put("DeleteMonitoringSchedule", monitors::delete);
        byName.put("ListMonitoringExecutions", monitors::executions);
        for (MonitoringType type : MonitoringType.values()) {
            byName.putAll(definitions.operations(type));
        }
        once("CreateExperiment", experiments::create);
        byName.put("DescribeExperiment", experiments::describe);
        byName.put("UpdateExperiment", experiments::update);
        byName.put("DeleteExperiment", experiments::delete);
        byName.put("ListExperiments", experiments::list);
        once("CreateTrial", trials::create);
        byName.put("DescribeTrial", trials::describe);
        byName.put("UpdateTrial", trials::update);
        byName.put("DeleteTrial", trials::delete);
        byName.put("ListTrials", trials::list);
        byName.put("AssociateTrialComponent", trials::associate);
        byName.put("DisassociateTrialComponent", trials::disassociate);
        once("CreateTrialComponent", components::create);
        byName.put("DescribeTrialComponent", components::describe);
        byName.put("UpdateTrialComponent", components::update);
        byName.put("DeleteTrialComponent", components::delete);
        byName.put("ListTrialComponents", components::list);
        byName.put("BatchPutMetrics", components::putMetrics);
        byName.put("Search", search::search);
        byName.put("AddTags", tags::add);
        byName.put("ListTags", tags::list);
        byName.put("DeleteTags", tags::delete);
    }

    Optional<AwsOperation> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All that there are. */
    Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    /** AWS says of models and endpoints that are not there, are there already, or are not ready for a change, that the request is not valid. */
    private void hosting(String name, AwsOperation operation) {
        byName.put(name, call -> {
            try {
                return operation.call(call);
            } catch (AtelierException e) {
                throw switch (e.code()) {
                    case RESOURCE_NOT_FOUND -> invalid("Could not find it. ", e);
                    case RESOURCE_ALREADY_EXISTS -> invalid("Cannot create what exists. ", e);
                    case CONFLICT -> invalid("Cannot update it now. ", e);
                    default -> e;
                };
            }
        });
    }

    /** AWS says of an experiment that is there already that the request is not valid, and its SDK looks for these words. */
    private void once(String name, AwsOperation operation) {
        byName.put(name, call -> {
            try {
                return operation.call(call);
            } catch (AtelierException e) {
                throw e.code() == ErrorCode.RESOURCE_ALREADY_EXISTS ? invalid("It already exists. ", e) : e;
            }
        });
    }

    private static AtelierException invalid(String words, AtelierException cause) {
        return new AtelierException(ErrorCode.VALIDATION, words + cause.detail(), cause);
    }
}
