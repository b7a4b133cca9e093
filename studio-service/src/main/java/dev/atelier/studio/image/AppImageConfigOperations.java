package dev.atelier.studio.image;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.idempotency.Idempotency;
import dev.atelier.studio.audit.Audited;
import dev.atelier.studio.audit.AuditedType;
import dev.atelier.studio.tenancy.Names;
import dev.atelier.studio.tenancy.SettingsUses;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What can be done with app image configs. Everybody reads them; making, changing and deleting them is for administrators. */
@ApplicationScoped
public class AppImageConfigOperations {
    private final AppImageConfigStore store;
    private final SettingsUses settings;
    private final Idempotency idempotency;
    private final Clock clock;

    AppImageConfigOperations(AppImageConfigStore store, SettingsUses settings, Idempotency idempotency, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    /** Makes an app image config. */
    @Transactional
    @Audited(value = "CreateAppImageConfig", type = AuditedType.APP_IMAGE_CONFIG)
    public AppImageConfig create(Caller caller, NewAppImageConfig request, @Nullable String idempotencyKey) {
        caller.requireAdmin();
        String name = idempotency.once(
                caller, "CreateAppImageConfig", idempotencyKey, request, String.class, () -> insert(request));
        return require(name);
    }

    private String insert(NewAppImageConfig request) {
        new Names().name("appImageConfigName", request.appImageConfigName()).check();
        check(request.kernelSpecs(), request.fileSystemConfig(), request.tags());
        Instant now = now();
        if (!store.insert(new AppImageConfig(
                request.appImageConfigName(),
                request.kernelSpecs(),
                request.fileSystemConfig(),
                request.tags(),
                now,
                now))) {
            throw AtelierException.alreadyExists("app image config", request.appImageConfigName());
        }
        return request.appImageConfigName();
    }

    public AppImageConfig get(Caller caller, String name) {
        return require(name);
    }

    /** App image configs in the order asked for. */
    public Page<AppImageConfig> list(Caller caller, ImageFilter filter, PageRequest page) {
        return store.list(filter, page);
    }

    /** Changes an app image config; kernels from now on are as it says. */
    @Transactional
    @Audited(value = "UpdateAppImageConfig", type = AuditedType.APP_IMAGE_CONFIG)
    public AppImageConfig update(Caller caller, String name, AppImageConfigChange change) {
        caller.requireAdmin();
        return change(lock(name), change);
    }

    /** Changes the tags of an app image config from what they are. */
    @Transactional
    @Audited(value = "UpdateAppImageConfig", type = AuditedType.APP_IMAGE_CONFIG)
    public AppImageConfig tag(Caller caller, String name, UnaryOperator<Map<String, String>> change) {
        caller.requireAdmin();
        AppImageConfig config = lock(name);
        return change(config, new AppImageConfigChange(null, null, change.apply(config.tags())));
    }

    private AppImageConfig change(AppImageConfig config, AppImageConfigChange change) {
        AppImageConfig changed = new AppImageConfig(
                config.appImageConfigName(),
                Objects.requireNonNullElse(change.kernelSpecs(), config.kernelSpecs()),
                Objects.requireNonNullElse(change.fileSystemConfig(), config.fileSystemConfig()),
                Objects.requireNonNullElse(change.tags(), config.tags()),
                config.creationTime(),
                now());
        check(changed.kernelSpecs(), changed.fileSystemConfig(), changed.tags());
        store.update(changed);
        return changed;
    }

    /**
     * Deletes an app image config. Refused with {@code RESOURCE_IN_USE} while settings of a domain or user profile name it. Deleting
     * what is gone does nothing.
     */
    @Transactional
    @Audited(value = "DeleteAppImageConfig", type = AuditedType.APP_IMAGE_CONFIG)
    public void delete(Caller caller, String name) {
        caller.requireAdmin();
        if (store.lock(name).isPresent()) {
            List<String> named = settings.ofAppImageConfig(name);
            if (!named.isEmpty()) {
                throw AtelierException.inUse(
                        "The app image config '%s' is in the settings of %s; take it out of them first."
                                .formatted(name, String.join(", ", named)));
            }
            store.remove(name);
        }
    }

    private static void check(List<KernelSpec> specs, FileSystemConfig fileSystem, Map<String, String> tags) {
        new ImageFields()
                .kernelSpecs("kernelSpecs", specs)
                .fileSystem("fileSystemConfig", fileSystem)
                .check();
        new Names().tags("tags", tags).check();
    }

    private AppImageConfig lock(String name) {
        return store.lock(name).orElseThrow(() -> AtelierException.notFound("app image config", name));
    }

    private AppImageConfig require(String name) {
        return store.find(name).orElseThrow(() -> AtelierException.notFound("app image config", name));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
