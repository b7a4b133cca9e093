package dev.atelier.studio.audit;

import dev.atelier.api.identity.Caller;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/** Inside of the operation's transaction, if it has one: an operation that is not written down has not happened. */
@Audited
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 300)
class AuditSuccesses {
    private final AuditRecorder recorder;

    AuditSuccesses(AuditRecorder recorder) {
        this.recorder = recorder;
    }

    @AroundInvoke
    @Nullable
    Object around(InvocationContext call) throws Exception {
        Object result = call.proceed();
        Audited audited = call.getInterceptorBinding(Audited.class);
        if (audited.refusalsOnly()) {
            return result;
        }
        Audit.Resource resource = result instanceof AuditSubject named
                ? named.auditedAs()
                : (Audit.Resource) call.getContextData().get(AuditFailures.RESOURCE);
        recorder.succeeded((Caller) call.getParameters()[0], audited.value(), audited.type(), resource);
        return result;
    }
}
