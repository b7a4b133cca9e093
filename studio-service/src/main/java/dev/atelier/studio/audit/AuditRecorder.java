package dev.atelier.studio.audit;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import dev.atelier.platform.error.TraceId;
import dev.atelier.studio.store.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes audit events of what operations do. */
@ApplicationScoped
class AuditRecorder {
    private static final Logger LOG = Logger.getLogger(AuditRecorder.class);
    private static final int MAX_DETAIL = 1024;
    private static final int MAX_NAME = 1024;

    private final AuditStore store;
    private final Clock clock;

    AuditRecorder(AuditStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** What an operation is about to act on. */
    Audit.Resource resource(Caller caller, AuditedType type, @Nullable Object subject) {
        return switch (subject) {
            case AuditSubject named -> named.auditedAs();
            case String id when type == AuditedType.DOMAIN -> new Audit.Resource(id, id, "");
            case String id -> store.find(type, id).orElseGet(() -> unknown(caller, id));
            case null, default -> unknown(caller, "");
        };
    }

    private static Audit.Resource unknown(Caller caller, String id) {
        return AuditSubject.resource(id, caller.domainId(), caller.userProfileName());
    }

    void succeeded(Caller caller, String action, AuditedType type, Audit.Resource resource) {
        store.insert(audit(caller, action, type, resource, Audit.SUCCEEDED, ""));
    }

    /** Also writes what failed on our side; if not even that can be written, the operation's own error is what matters. */
    void failed(Caller caller, String action, AuditedType type, Audit.Resource resource, Throwable failure) {
        boolean known = failure instanceof AtelierException;
        String code = failure instanceof AtelierException error ? error.code().code() : ErrorCode.INTERNAL.code();
        String detail = known
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getSimpleName();
        try {
            store.insertAlone(audit(caller, action, type, resource, code, detail));
        } catch (RuntimeException e) {
            LOG.errorf(e, "An audit event is lost: actor=%s action=%s result=%s", caller.subject(), action, code);
        }
    }

    private Audit audit(
            Caller caller, String action, AuditedType type, Audit.Resource resource, String result, String detail) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Audit.Resource bounded = new Audit.Resource(
                cut(resource.id(), MAX_NAME), cut(resource.domainId(), MAX_NAME), cut(resource.ownerKey(), MAX_NAME));
        return new Audit(
                "audit-" + Ids.ordered(now),
                now,
                caller.subject(),
                caller.role().claim(),
                orEmpty(caller.domainId()),
                orEmpty(caller.userProfileName()),
                action,
                type.wireName(),
                bounded,
                result,
                cut(detail, MAX_DETAIL),
                TraceId.current());
    }

    /** Texts of callers may have a zero byte, which no row can hold. */
    private static String cut(String text, int length) {
        String plain = text.replace("\0", "");
        return plain.length() <= length ? plain : plain.substring(0, length);
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
