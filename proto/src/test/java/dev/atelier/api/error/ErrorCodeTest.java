package dev.atelier.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {
    /** The whole table: what a caller may rely on. A new code needs a line here. */
    private static final String TABLE = """
            validation              400 INVALID_ARGUMENT    ValidationException         400
            unauthenticated         401 UNAUTHENTICATED     UnrecognizedClientException 400
            permission-denied       403 PERMISSION_DENIED   AccessDeniedException       400
            resource-not-found      404 NOT_FOUND           ResourceNotFound            400
            resource-already-exists 409 ALREADY_EXISTS      ResourceInUse               400
            resource-in-use         409 FAILED_PRECONDITION ResourceInUse               400
            conflict                409 ABORTED             ConflictException           400
            idempotency-conflict    409 FAILED_PRECONDITION ConflictException           400
            resource-limit-exceeded 429 RESOURCE_EXHAUSTED  ResourceLimitExceeded       400
            payload-too-large       413 RESOURCE_EXHAUSTED  ValidationException         400
            unsupported-media-type  415 INVALID_ARGUMENT    ValidationException         400
            method-not-allowed      405 UNIMPLEMENTED       UnknownOperationException   400
            unknown-instance-type   422 INVALID_ARGUMENT    ValidationException         400
            unknown-image           422 INVALID_ARGUMENT    ValidationException         400
            unknown-kernel          422 INVALID_ARGUMENT    ValidationException         400
            unknown-price           422 FAILED_PRECONDITION ValidationException         400
            launch-refused          409 FAILED_PRECONDITION ResourceLimitExceeded       400
            not-ready               409 FAILED_PRECONDITION ModelNotReadyException      429
            unavailable             503 UNAVAILABLE         ServiceUnavailable          503
            deadline-exceeded       504 DEADLINE_EXCEEDED   ServiceUnavailable          503
            model-error             424 UNKNOWN             ModelError                  424
            internal                500 INTERNAL            InternalFailure             500
            dataset-not-csv         422 INVALID_ARGUMENT    ValidationException         400
            dataset-too-few-rows    422 INVALID_ARGUMENT    ValidationException         400
            dataset-invalid         422 INVALID_ARGUMENT    ValidationException         400
            target-not-found        422 INVALID_ARGUMENT    ValidationException         400
            target-invalid          422 INVALID_ARGUMENT    ValidationException         400
            """;

    @Test
    void theTableIsWhole() {
        assertThat(Arrays.stream(ErrorCode.values())
                        .map(code -> "%s %d %s %s %d"
                                .formatted(
                                        code.code(),
                                        code.httpStatus(),
                                        code.grpcCode(),
                                        code.awsType(),
                                        code.awsStatus())))
                .containsExactlyElementsOf(
                        TABLE.lines().map(line -> line.replaceAll(" +", " ")).toList());
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsCode(ErrorCode code) {
        assertThat(ErrorCode.find(code.code())).contains(code);
        assertThat(code.title()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({"INTERNAL,true", "UNAVAILABLE,true", "DEADLINE_EXCEEDED,true", "VALIDATION,false", "MODEL_ERROR,false"})
    void knowsWhoseFaultItIs(ErrorCode code, boolean ours) {
        assertThat(code.serverFault()).isEqualTo(ours);
    }

    @ParameterizedTest
    @EnumSource
    void isAProblemAndBack(ErrorCode code) {
        Problem problem = Problem.of(new AtelierException(code, "what to do"), "t-1");
        assertThat(problem.status()).isEqualTo(code.httpStatus());
        assertThat(problem.type()).isEqualTo("https://atelier.dev/errors/" + code.code());
        assertThat(problem.traceId()).isEqualTo("t-1");
        assertThat(problem.toException().code()).isEqualTo(code);
    }

    @Test
    void isReadByBotocoreAndByTheJavaSdk() {
        UUID id = UUID.randomUUID();
        AwsErrors.Answer answer = AwsErrors.render(AtelierException.notFound("domain", "d-1"), id);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers())
                .containsEntry("x-amzn-RequestId", id.toString())
                .containsEntry("x-amzn-ErrorType", "ResourceNotFound");
        assertThat(answer.body())
                .containsEntry("__type", "ResourceNotFound")
                .containsEntry("message", "There is no domain 'd-1'.")
                .containsEntry("Message", "There is no domain 'd-1'.");
    }
}
