package dev.atelier.studio.lifecycle;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.idempotency.Idempotency;
import dev.atelier.studio.app.AppType;
import dev.atelier.studio.audit.Audited;
import dev.atelier.studio.audit.AuditedType;
import dev.atelier.studio.settings.LifecycleChoice;
import dev.atelier.studio.tenancy.AttachedLifecycles;
import dev.atelier.studio.tenancy.Names;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What can be done with lifecycle configurations. Making and deleting them is for administrators; everybody can read them. */
@ApplicationScoped
public class LifecycleOperations {
    /** As in SageMaker. */
    static final int MAX_SCRIPT = 16_384;

    private final LifecycleStore store;
    private final AttachedLifecycles attached;
    private final Idempotency idempotency;
    private final Clock clock;

    LifecycleOperations(LifecycleStore store, AttachedLifecycles attached, Idempotency idempotency, Clock clock) {
        this.store = store;
        this.attached = attached;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    /** Makes a lifecycle configuration. Settings can attach it from then on. */
    @Transactional
    @Audited(value = "CreateLifecycleConfig", type = AuditedType.LIFECYCLE_CONFIG)
    public LifecycleConfig create(Caller caller, NewLifecycleConfig request, @Nullable String idempotencyKey) {
        caller.requireAdmin();
        String name = idempotency.once(
                caller, "CreateLifecycleConfig", idempotencyKey, request, String.class, () -> insert(request));
        return require(name);
    }

    private String insert(NewLifecycleConfig request) {
        new Names()
                .name("lifecycleConfigName", request.name())
                .refuse(
                        request.name().equals(LifecycleChoice.NO_SCRIPT),
                        "lifecycleConfigName",
                        "'None' stands for no lifecycle configuration")
                .refuse(request.script().isEmpty(), "script", "must not be empty")
                .refuse(
                        request.script().length() > MAX_SCRIPT,
                        "script",
                        "must be at most " + MAX_SCRIPT + " characters")
                .refuse(request.script().indexOf('\0') >= 0, "script", "must be text")
                .tags("tags", request.tags())
                .check();
        AppType type = AppType.required(request.appType());
        Instant now = now();
        if (!store.insert(new LifecycleConfig(request.name(), type, request.script(), request.tags(), now, now))) {
            throw AtelierException.alreadyExists("lifecycle configuration", request.name());
        }
        return request.name();
    }

    /** The configuration with its script. */
    public LifecycleConfig get(String name) {
        return require(name);
    }

    /** Configurations in the order asked for. */
    public Page<LifecycleConfig> list(LifecycleFilter filter, PageRequest page) {
        return store.list(filter, page);
    }

    /** Changes the tags from what they are. */
    @Transactional
    @Audited(value = "UpdateLifecycleConfig", type = AuditedType.LIFECYCLE_CONFIG)
    public LifecycleConfig tag(Caller caller, String name, UnaryOperator<Map<String, String>> change) {
        caller.requireAdmin();
        LifecycleConfig config = store.lock(name).orElseThrow(() -> notFound(name));
        Map<String, String> tags = change.apply(config.tags());
        new Names().tags("tags", tags).check();
        LifecycleConfig changed = new LifecycleConfig(
                config.name(), config.appType(), config.script(), tags, config.creationTime(), now());
        store.update(changed);
        return changed;
    }

    /**
     * Deletes a configuration that no settings attach. Apps that were made with it keep their script. Deleting what is gone does nothing.
     */
    @Transactional
    @Audited(value = "DeleteLifecycleConfig", type = AuditedType.LIFECYCLE_CONFIG)
    public void delete(Caller caller, String name) {
        caller.requireAdmin();
        store.lock(name).ifPresent(config -> {
            attached.where(config.name()).ifPresent(where -> {
                throw AtelierException.inUse("Unable to delete StudioLifecycleConfig [%s] because it is attached to %s."
                        .formatted(name, where));
            });
            store.delete(name);
        });
    }

    private LifecycleConfig require(String name) {
        return store.find(name).orElseThrow(() -> notFound(name));
    }

    private static AtelierException notFound(String name) {
        return AtelierException.notFound("lifecycle configuration", name);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
