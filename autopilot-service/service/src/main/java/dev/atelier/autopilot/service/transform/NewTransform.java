package dev.atelier.autopilot.service.transform;

import dev.atelier.api.error.AtelierException;
import dev.atelier.autopilot.service.dataset.InputLocation;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for; null or empty means that it was left out.
 *
 * @param candidateName the best when left out
 * @param datasetId one of this, homePath and inputUri
 */
public record NewTransform(
        @Nullable String name,
        @Nullable String jobName,
        @Nullable String candidateName,
        @Nullable String datasetId,
        @Nullable String homePath,
        @Nullable String inputUri,
        @Nullable String instanceType) {
    private static final String DEFAULT_INSTANCE_TYPE = "ml.m5.large";

    void check() {
        if (Stream.of(datasetId, homePath, inputUri).filter(NewTransform::given).count() != 1) {
            throw AtelierException.invalid("datasetId", "give exactly one of datasetId, homePath and inputUri");
        }
    }

    InputLocation location() {
        return given(inputUri)
                ? InputLocation.of("inputUri", String.valueOf(inputUri))
                : new InputLocation.Home(String.valueOf(homePath));
    }

    String instanceTypeOrDefault() {
        return instanceType != null && given(instanceType) ? instanceType : DEFAULT_INSTANCE_TYPE;
    }

    static boolean given(@Nullable String text) {
        return text != null && !text.isBlank();
    }
}
