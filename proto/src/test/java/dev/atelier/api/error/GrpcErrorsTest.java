package dev.atelier.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrpcErrorsTest {
    @ParameterizedTest
    @EnumSource
    void everyCodeComesBackAsItWent(ErrorCode code) {
        List<FieldViolation> violations =
                List.of(new FieldViolation("a.b", "is odd"), new FieldViolation("c", "is even"));
        StatusRuntimeException sent =
                GrpcErrors.toStatusRuntimeException(new AtelierException(code, "what to do", violations), "t-1");
        assertThat(sent.getStatus().getCode()).isEqualTo(code.grpcCode());
        AtelierException received = GrpcErrors.toAtelier(sent);
        assertThat(received.code()).isEqualTo(code);
        assertThat(received.detail()).isEqualTo("what to do");
        assertThat(received.violations()).isEqualTo(violations);
    }

    @Test
    void tellsReasonDomainAndTrace() throws Exception {
        com.google.rpc.Status status = GrpcErrors.toStatus(AtelierException.notFound("kernel", "k-1"), "t-1");
        ErrorInfo info = status.getDetails(0).unpack(ErrorInfo.class);
        assertThat(info.getReason()).isEqualTo("resource-not-found");
        assertThat(info.getDomain()).isEqualTo("atelier.dev");
        assertThat(info.getMetadataOrThrow("traceId")).isEqualTo("t-1");
        assertThat(status.getDetailsCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void everyForeignStatusHasAMeaning(Status.Code code) {
        AtelierException error = GrpcErrors.toAtelier(Status.fromCode(code).asRuntimeException());
        assertThat(error.detail()).isNotBlank();
        assertThat(error.code().serverFault())
                .isEqualTo(
                        switch (code) {
                            case OK, UNKNOWN, INTERNAL, DATA_LOSS, UNAVAILABLE, CANCELLED, DEADLINE_EXCEEDED -> true;
                            default -> false;
                        });
    }

    @Test
    void anAccidentSaysNothingOfItself() {
        IllegalStateException accident = new IllegalStateException("the password is hunter2");
        AtelierException error = GrpcErrors.toAtelier(accident);
        assertThat(error.code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(error.detail()).doesNotContain("hunter2");
        assertThat(error).hasCause(accident);
    }
}
