package dev.atelier.autopilot.service.dataset.aws;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.autopilot.service.dataset.InputLocation;
import dev.atelier.autopilot.service.dataset.ObjectReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The AWS SDK's client; any store that speaks S3 by {@code quarkus.s3.endpoint-override}. */
@ApplicationScoped
class S3Objects implements ObjectReader {
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;

    private final S3Client s3;

    S3Objects(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public InputStream read(InputLocation.S3Object object) {
        String uri = object.uri();
        try {
            return s3.getObject(GetObjectRequest.builder()
                    .bucket(object.bucket())
                    .key(object.key())
                    .build());
        } catch (S3Exception e) {
            throw switch (e.statusCode()) {
                case NOT_FOUND -> AtelierException.notFound("object", uri);
                case FORBIDDEN ->
                    new AtelierException(
                            ErrorCode.PERMISSION_DENIED,
                            "The store refuses to read '%s' with the credentials of autopilot-service.".formatted(uri));
                default -> unavailable(uri, e);
            };
        } catch (SdkException e) {
            throw unavailable(uri, e);
        }
    }

    private static AtelierException unavailable(String uri, SdkException cause) {
        return AtelierException.unavailable(
                "The object '%s' could not be read from its store. Try again.".formatted(uri), cause);
    }
}
