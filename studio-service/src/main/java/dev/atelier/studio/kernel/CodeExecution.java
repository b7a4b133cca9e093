package dev.atelier.studio.kernel;

import dev.atelier.studio.kernel.hub.Peer;
import dev.atelier.studio.kernel.wire.Channel;
import dev.atelier.studio.kernel.wire.Frame;
import dev.atelier.studio.kernel.wire.KernelMessage;
import dev.atelier.studio.kernel.wire.V1Codec;
import dev.atelier.studio.kernel.wire.WireForm;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Code that is run for a program: a client of the hub like any other, which asks one thing and leaves. All but {@link #start} runs on the
 * hub's thread.
 */
final class CodeExecution implements Peer {
    private static final int NORMAL = 1000;

    private final HubHandle handle;
    private final CellOutputs outputs;
    private final CompletableFuture<ExecutionResult> result = new CompletableFuture<>();
    private final String session = "atelier-execute-" + UUID.randomUUID();
    private final KernelMessage request;
    private @Nullable Integer executionCount;
    private ExecutionResult.@Nullable Status status;
    private boolean begun;
    private boolean idle;
    private boolean late;

    CodeExecution(HubHandle handle, String code, long outputLimit, Instant now) {
        this.handle = handle;
        this.outputs = new CellOutputs(outputLimit);
        this.request = KernelMessage.of(
                Channel.SHELL,
                new JsonObject()
                        .put("msg_id", UUID.randomUUID().toString())
                        .put("msg_type", "execute_request")
                        .put("username", "atelier")
                        .put("session", session)
                        .put("date", now.truncatedTo(ChronoUnit.MICROS).toString())
                        .put("version", "5.3"),
                null,
                new JsonObject()
                        .put("code", code)
                        .put("silent", false)
                        .put("store_history", true)
                        .put("user_expressions", new JsonObject())
                        .put("allow_stdin", false)
                        .put("stop_on_error", true));
    }

    /** Sends the code on its way. Completes with its result, also when the kernel dies. */
    CompletableFuture<ExecutionResult> start() {
        handle.run(hub -> {
            hub.attach(this);
            hub.fromClient(this, request.frame(WireForm.V1));
        });
        return result;
    }

    /**
     * Its time is up. What it has so far is its result, at the latest when {@link #giveUp} is called.
     *
     * @return whether the kernel is at it, and is to be interrupted
     */
    boolean timeUp() {
        late = true;
        if (!begun) {
            finish();
        }
        return begun && !result.isDone();
    }

    void giveUp() {
        finish();
    }

    @Override
    public void write(Frame frame) {
        KernelMessage message = V1Codec.decode(frame.payload());
        if (!message.parent().id().equals(request.header().id())) {
            return;
        }
        begun = true;
        String type = message.header().type();
        JsonObject content = message.content();
        if (type.equals("execute_reply")) {
            executionCount = content.getInteger("execution_count");
            status = switch (content.getString("status", "")) {
                case "ok" -> ExecutionResult.Status.OK;
                case "aborted" -> ExecutionResult.Status.ABORTED;
                default -> ExecutionResult.Status.ERROR;
            };
        } else if (message.isIopub("status")) {
            idle |= "idle".equals(content.getString("execution_state"));
        } else if (message.channel() == Channel.IOPUB) {
            outputs.add(type, content, message.size());
        }
        if (idle && status != null) {
            finish();
        }
    }

    private void finish() {
        ExecutionResult.Status reached = status;
        boolean complete = idle && reached != null && !late;
        boolean first = result.complete(new ExecutionResult(
                complete ? reached : late ? ExecutionResult.Status.TIMED_OUT : ExecutionResult.Status.ABORTED,
                executionCount,
                outputs.outputs(),
                outputs.dropped()));
        if (first) {
            handle.run(hub -> hub.detach(this));
        }
    }

    @Override
    public String sessionId() {
        return session;
    }

    @Override
    public WireForm form() {
        return WireForm.V1;
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public void ping(long position) {
        handle.run(hub -> hub.acknowledged(this, position));
    }

    @Override
    public void holdReading(boolean hold) {
        // it has said all that it says
    }

    @Override
    public void close(int code, String reason) {
        if (!result.isDone()) {
            if (code == NORMAL) {
                outputs.add("error", new JsonObject().put("ename", "KernelDied").put("evalue", reason), 0);
                status = ExecutionResult.Status.ERROR;
                idle = true;
                finish();
            } else {
                result.completeExceptionally(new HubClosedException(reason));
            }
        }
    }
}
