package dev.atelier.studio.audit;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Writes an operation into the audit log: its success in the operation's own transaction, its refusal or failure afterwards. The operation's
 * first parameter is the caller, its second what it acts on: an {@link AuditSubject}, or the id of the resource; for a file, the home's
 * owner and then its path. Where the result is an {@link AuditSubject}, that is what was acted on.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Audited {
    /** What is done, as gRPC names the operation: {@code CreateApp}. */
    @Nonbinding
    String value() default "";

    /** The type of what it is done to. */
    @Nonbinding
    AuditedType type() default AuditedType.DOMAIN;

    /** Whether only what is refused or fails is written: another operation ends what this one begins. */
    @Nonbinding
    boolean refusalsOnly() default false;
}
