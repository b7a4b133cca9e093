package dev.atelier.autopilot.service.job.grpc;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.time.ProtoTimes;
import dev.atelier.autopilot.service.dataset.TableSource;
import dev.atelier.autopilot.service.experiment.CandidateStep;
import dev.atelier.autopilot.service.job.JobMode;
import dev.atelier.autopilot.service.job.NewValidation;
import dev.atelier.autopilot.service.support.Protos;
import dev.atelier.autopilot.v1.CreateAutoMLJobRequest;
import org.jspecify.annotations.Nullable;

/** Options of jobs and steps of candidates as gRPC has them. */
final class OptionProtos {
    private OptionProtos() {}

    static @Nullable JobMode mode(CreateAutoMLJobRequest request) {
        return switch (request.getMode()) {
            case JOB_MODE_AUTO -> JobMode.AUTO;
            case JOB_MODE_ENSEMBLING -> JobMode.ENSEMBLING;
            case JOB_MODE_HYPERPARAMETER_TUNING -> JobMode.HYPERPARAMETER_TUNING;
            case JOB_MODE_UNSPECIFIED -> null;
            case UNRECOGNIZED ->
                throw AtelierException.invalid("mode", "%d is unknown".formatted(request.getModeValue()));
        };
    }

    static dev.atelier.autopilot.v1.JobMode mode(JobMode mode) {
        return switch (mode) {
            case AUTO -> dev.atelier.autopilot.v1.JobMode.JOB_MODE_AUTO;
            case ENSEMBLING -> dev.atelier.autopilot.v1.JobMode.JOB_MODE_ENSEMBLING;
            case HYPERPARAMETER_TUNING -> dev.atelier.autopilot.v1.JobMode.JOB_MODE_HYPERPARAMETER_TUNING;
        };
    }

    static dev.atelier.autopilot.v1.CandidateStep step(CandidateStep step) {
        var message = dev.atelier.autopilot.v1.CandidateStep.newBuilder()
                .setStepType(step.kind().label())
                .setTrialComponentName(step.trialComponentName());
        if (step.status() != null) {
            message.setStatus(step.status());
        }
        if (step.startTime() != null) {
            message.setStartTime(ProtoTimes.timestamp(step.startTime()));
        }
        if (step.endTime() != null) {
            message.setEndTime(ProtoTimes.timestamp(step.endTime()));
        }
        return message.build();
    }

    static NewValidation validation(CreateAutoMLJobRequest request) {
        double fraction = request.getValidationFraction();
        dev.atelier.autopilot.v1.TableSource table = request.getValidationDataset();
        return new NewValidation(
                fraction == 0 ? null : fraction,
                new TableSource(
                        Protos.emptyToNull(table.getDatasetId()),
                        Protos.emptyToNull(table.getHomePath()),
                        Protos.emptyToNull(table.getInputUri())));
    }
}
