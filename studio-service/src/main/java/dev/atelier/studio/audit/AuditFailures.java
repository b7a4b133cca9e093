package dev.atelier.studio.audit;

import dev.atelier.api.identity.Caller;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Outside of the operation's transaction: looks up what is acted on, and writes what was refused or failed. */
@Audited
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
class AuditFailures {
    static final String RESOURCE = AuditFailures.class.getName();

    private final AuditRecorder recorder;

    AuditFailures(AuditRecorder recorder) {
        this.recorder = recorder;
    }

    @AroundInvoke
    Object around(InvocationContext call) throws Exception {
        Audited audited = call.getInterceptorBinding(Audited.class);
        Caller caller = (Caller) call.getParameters()[0];
        Audit.Resource resource = recorder.resource(caller, audited.type(), call.getParameters()[1]);
        if (audited.type() == AuditedType.FILE && call.getParameters()[2] instanceof String path) {
            resource = new Audit.Resource(path, resource.domainId(), resource.ownerKey());
        }
        call.getContextData().put(RESOURCE, resource);
        try {
            return call.proceed();
        } catch (Exception e) {
            recorder.failed(caller, audited.value(), audited.type(), resource, e);
            throw e;
        }
    }
}
