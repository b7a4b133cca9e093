package dev.atelier.studio.kernel;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import dev.atelier.studio.audit.Audited;
import dev.atelier.studio.audit.AuditedType;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs code in kernels for programs that want one answer instead of a conversation. */
@ApplicationScoped
class CodeRunner {
    private static final Logger LOG = Logger.getLogger(CodeRunner.class);
    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration MAX_TIMEOUT = Duration.ofHours(1);
    /** How long interrupted code may take to say so. */
    private static final Duration INTERRUPT_GRACE = Duration.ofSeconds(3);

    private static final int MAX_CODE_CHARACTERS = 4 * 1024 * 1024;
    private static final int MAX_AT_A_TIME = 32;

    private final KernelOperations kernels;
    private final Vertx vertx;
    private final HubConfig config;
    private final Clock clock;
    private final Map<String, Integer> underWay = new ConcurrentHashMap<>();

    CodeRunner(KernelOperations kernels, Vertx vertx, HubConfig config, Clock clock) {
        this.kernels = kernels;
        this.vertx = vertx;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Runs the code behind what the kernel is executing already, and waits for a kernel that is still starting. Refusals come at once, as
     * exceptions: {@code VALIDATION}, {@code RESOURCE_NOT_FOUND}, {@code CONFLICT} for a dead kernel, {@code
     * RESOURCE_LIMIT_EXCEEDED} for too much at a time.
     *
     * <p>The audit log tells that code was taken on, not the code.
     *
     * @param timeout null for one minute; code that takes longer is interrupted
     */
    @Audited(value = "ExecuteCode", type = AuditedType.KERNEL)
    CompletableFuture<ExecutionResult> run(Caller caller, String kernelId, String code, @Nullable Duration timeout) {
        if (code.length() > MAX_CODE_CHARACTERS) {
            throw AtelierException.invalid("code", "must have at most " + MAX_CODE_CHARACTERS + " characters");
        }
        Duration allowed = timeout == null ? DEFAULT_TIMEOUT : timeout;
        if (!allowed.isPositive() || allowed.compareTo(MAX_TIMEOUT) > 0) {
            throw AtelierException.invalid("timeout", "must be more than nothing and at most " + MAX_TIMEOUT);
        }
        HubHandle handle = kernels.channels(caller, kernelId);
        if (underWay.merge(kernelId, 1, Integer::sum) > MAX_AT_A_TIME) {
            leave(kernelId);
            throw new AtelierException(
                    ErrorCode.RESOURCE_LIMIT_EXCEEDED,
                    "There are %d executions waiting for this kernel already.".formatted(MAX_AT_A_TIME));
        }
        CodeExecution execution =
                new CodeExecution(handle, code, config.executeOutputSize().asLongValue(), clock.instant());
        long timer = vertx.setTimer(
                Math.max(1, allowed.toMillis()), _ -> handle.run(_ -> timeUp(caller, kernelId, handle, execution)));
        return execution
                .start()
                .whenComplete((_, _) -> {
                    vertx.cancelTimer(timer);
                    leave(kernelId);
                })
                .exceptionallyCompose(e -> CompletableFuture.failedFuture(
                        e instanceof HubClosedException
                                ? AtelierException.unavailable(
                                        "The connection to the kernel was given up: " + e.getMessage() + ".", e)
                                : e));
    }

    private void timeUp(Caller caller, String kernelId, HubHandle handle, CodeExecution execution) {
        if (execution.timeUp()) {
            Thread.ofVirtual().name("interrupt-" + kernelId).start(() -> interrupt(caller, kernelId));
            vertx.setTimer(INTERRUPT_GRACE.toMillis(), _ -> handle.run(_ -> execution.giveUp()));
        }
    }

    private void interrupt(Caller caller, String kernelId) {
        try {
            kernels.interrupt(caller, kernelId);
        } catch (RuntimeException e) {
            LOG.infof("Code that took too long in kernel %s could not be interrupted: %s", kernelId, e.getMessage());
        }
    }

    private void leave(String kernelId) {
        underWay.computeIfPresent(kernelId, (_, count) -> count == 1 ? null : count - 1);
    }
}
