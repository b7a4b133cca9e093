package dev.atelier.studio.kernel;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.v1.ExecuteCodeRequest;
import dev.atelier.studio.v1.ExecuteCodeResponse;
import dev.atelier.studio.v1.KernelExecutionService;
import io.grpc.Context;
import io.grpc.Deadline;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Code in kernels over gRPC. No thread waits for the kernel. */
@GrpcService
@Blocking
class KernelExecutionGrpc implements KernelExecutionService {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final CodeRunner runner;
    private final CallerContext callers;

    KernelExecutionGrpc(CodeRunner runner, CallerContext callers) {
        this.runner = runner;
        this.callers = callers;
    }

    @Override
    public Uni<ExecuteCodeResponse> executeCode(ExecuteCodeRequest request) {
        Duration timeout = request.hasTimeout()
                ? Duration.ofSeconds(
                        request.getTimeout().getSeconds(), request.getTimeout().getNanos())
                : MINUTE;
        return Uni.createFrom()
                .item(() ->
                        runner.run(callers.caller(), request.getKernelId(), request.getCode(), withinDeadline(timeout)))
                .chain(result -> Uni.createFrom().completionStage(result))
                .map(KernelExecutionGrpc::response);
    }

    /** What a caller does not wait for need not go on. */
    private static Duration withinDeadline(Duration timeout) {
        Deadline deadline = Context.current().getDeadline();
        if (deadline == null) {
            return timeout;
        }
        Duration left = Duration.ofMillis(Math.max(1, deadline.timeRemaining(TimeUnit.MILLISECONDS)));
        return left.compareTo(timeout) < 0 ? left : timeout;
    }

    private static ExecuteCodeResponse response(ExecutionResult result) {
        ExecuteCodeResponse.Builder builder = ExecuteCodeResponse.newBuilder()
                .setStatus(
                        switch (result.status()) {
                            case OK -> ExecuteCodeResponse.Status.STATUS_OK;
                            case ERROR -> ExecuteCodeResponse.Status.STATUS_ERROR;
                            case ABORTED -> ExecuteCodeResponse.Status.STATUS_ABORTED;
                            case TIMED_OUT -> ExecuteCodeResponse.Status.STATUS_TIMED_OUT;
                        })
                .setDroppedBytes(result.droppedBytes());
        if (result.executionCount() != null) {
            builder.setExecutionCount(result.executionCount());
        }
        result.outputs().forEach(output -> builder.addOutputs(struct(output)));
        return builder.build();
    }

    private static Struct struct(Map<?, ?> fields) {
        Struct.Builder struct = Struct.newBuilder();
        fields.forEach((name, value) -> struct.putFields(String.valueOf(name), value(value)));
        return struct.build();
    }

    private static Value value(@Nullable Object value) {
        Value.Builder builder = Value.newBuilder();
        return switch (value) {
            case null -> builder.setNullValue(NullValue.NULL_VALUE).build();
            case Boolean flag -> builder.setBoolValue(flag).build();
            case Number number -> builder.setNumberValue(number.doubleValue()).build();
            case Map<?, ?> fields -> builder.setStructValue(struct(fields)).build();
            case List<?> items -> {
                ListValue.Builder list = ListValue.newBuilder();
                items.forEach(item -> list.addValues(value(item)));
                yield builder.setListValue(list).build();
            }
            default -> builder.setStringValue(value.toString()).build();
        };
    }
}
