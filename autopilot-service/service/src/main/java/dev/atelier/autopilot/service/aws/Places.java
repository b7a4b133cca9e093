package dev.atelier.autopilot.service.aws;

import dev.atelier.autopilot.service.support.AutopilotConfig;
import dev.atelier.platform.aws.AwsException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where artefacts are: addresses of this service's own REST API, which gives them to whoever may see the job. */
@ApplicationScoped
class Places {
    private static final Pattern MODEL =
            Pattern.compile("/api/v1/automl-jobs/([a-zA-Z0-9-]+)/candidates/([a-zA-Z0-9_-]+)/artifact");

    private final String base;

    Places(AutopilotConfig config) {
        String url = config.publicUrl().toString();
        this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** A candidate whose model lies somewhere. */
    record CandidateName(String jobName, String candidateName) {}

    /** Of an artefact of a job, for example "data-exploration.ipynb". */
    String artifact(String jobName, String artifactName) {
        return "%s/api/v1/automl-jobs/%s/artifacts/%s".formatted(base, jobName, artifactName);
    }

    /** Of an artefact of a candidate, for example "insights.json". */
    String artifact(CandidateName candidate, String artifactName) {
        return "%s/api/v1/automl-jobs/%s/candidates/%s/artifacts/%s"
                .formatted(base, candidate.jobName(), candidate.candidateName(), artifactName);
    }

    /** Of a candidate's model. */
    String model(CandidateName candidate) {
        return "%s/api/v1/automl-jobs/%s/candidates/%s/artifact"
                .formatted(base, candidate.jobName(), candidate.candidateName());
    }

    /** Of what an endpoint captures. */
    String captures(String endpointName) {
        return "%s/api/v1/endpoints/%s/captures".formatted(base, endpointName);
    }

    /** Of a transform's predictions. */
    String output(String transformName) {
        return "%s/api/v1/transform-jobs/%s/output".formatted(base, transformName);
    }

    /**
     * The candidate whose model lies at an address of {@link #model}, whatever this service was called then.
     *
     * @throws AwsException ValidationException for any other address
     */
    static CandidateName candidate(String modelDataUrl) {
        Matcher path = MODEL.matcher(path(modelDataUrl));
        if (!path.matches()) {
            throw AwsException.validation(
                    "modelDataUrl",
                    "Member must be the ModelDataUrl that DescribeAutoMLJobV2 or ListCandidatesForAutoMLJob gives for a candidate");
        }
        return new CandidateName(path.group(1), path.group(2));
    }

    private static String path(String url) {
        try {
            return String.valueOf(URI.create(url).getPath());
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
