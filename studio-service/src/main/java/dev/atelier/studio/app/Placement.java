package dev.atelier.studio.app;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.studio.engine.Capabilities;
import dev.atelier.studio.engine.ComputeEngine;
import dev.atelier.studio.image.ImageCatalog;
import dev.atelier.studio.instance.Instance;
import dev.atelier.studio.instance.InstanceState;
import dev.atelier.studio.instance.InstanceStore;
import dev.atelier.studio.instance.InstanceTypeCatalog;
import dev.atelier.studio.quota.Countable;
import dev.atelier.studio.quota.QuotaGuard;
import dev.atelier.studio.reconcile.ReconcileLoop;
import dev.atelier.studio.settings.CustomImage;
import dev.atelier.studio.store.Ids;
import dev.atelier.studio.tenancy.DomainDefaults;
import dev.atelier.studio.tenancy.Tenant;
import dev.atelier.studio.usage.Launches;
import dev.atelier.studio.usage.Payer;
import dev.atelier.studio.warm.WarmApps;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts new apps on the instance that they share, and makes the instance with the first of them. */
@ApplicationScoped
class Placement implements DomainDefaults {
    private final AppStore apps;
    private final InstanceStore instances;
    private final ImageCatalog images;
    private final InstanceTypeCatalog types;
    private final ComputeEngine engine;
    private final Launches launches;
    private final QuotaGuard quotas;
    private final WarmApps warm;
    private final ScriptStore scripts;
    private final ReconcileLoop loop;
    private final Clock clock;

    Placement(
            AppStore apps,
            InstanceStore instances,
            ImageCatalog images,
            InstanceTypeCatalog types,
            ComputeEngine engine,
            Launches launches,
            QuotaGuard quotas,
            WarmApps warm,
            ScriptStore scripts,
            ReconcileLoop loop,
            Clock clock) {
        this.apps = apps;
        this.instances = instances;
        this.images = images;
        this.types = types;
        this.engine = engine;
        this.launches = launches;
        this.quotas = quotas;
        this.warm = warm;
        this.scripts = scripts;
        this.loop = loop;
        this.clock = clock;
    }

    @Override
    public String image(String name) {
        return images.imageToSet(name);
    }

    @Override
    public void customImage(CustomImage image) {
        images.requireCustom(image);
    }

    @Override
    public String instanceType(String name) {
        String wanted =
                name.isEmpty() || name.equals(InstanceTypeCatalog.SYSTEM) ? InstanceTypeCatalog.DEFAULT_TYPE : name;
        if (types.type(wanted).isEmpty()) {
            throw new AtelierException(
                    ErrorCode.UNKNOWN_INSTANCE_TYPE,
                    "There is no instance type '%s'; GET /api/v1/instance-types lists them.".formatted(wanted));
        }
        return wanted;
    }

    /**
     * Writes a new app, and its instance when none can be joined. The owner is locked, so its apps are placed one after the other.
     */
    App place(
            Tenant tenant,
            AppType type,
            String appName,
            String image,
            String instanceType,
            @Nullable StartScript script) {
        boolean counted = type == AppType.KERNEL_GATEWAY;
        if (counted) {
            quotas.owner(Countable.APPS, tenant.owner());
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Payer payer = Payer.of(tenant);
        Instance instance = instances
                .lockShared(tenant.owner(), instanceType)
                .filter(found -> joinable(found.instanceId()))
                .orElseGet(() -> launch(payer, instanceType, now));
        if (counted) {
            quotas.domain(Countable.APPS, tenant.owner());
        }
        App app = new App(
                // one that waits keeps the id that it was started under; it has begun to start, which is too late for a
                // script
                (script == null ? warm.claim(image, instanceType) : Optional.<String>empty())
                        .orElseGet(() -> "app-" + Ids.ordered(now)),
                tenant.owner(),
                type,
                appName,
                image,
                instanceType,
                instance.instanceId(),
                new AppState.Pending(),
                now,
                script == null ? null : script.config());
        apps.insert(app);
        if (script != null) {
            scripts.insert(AppScript.of(app.appId(), script));
        }
        loop.wakeAfterCommit();
        return app;
    }

    private boolean joinable(String instanceId) {
        Capabilities capabilities = engine.capabilities();
        int there = apps.onInstance(instanceId).size();
        if (there >= capabilities.maxAppsPerInstance() || (there > 0 && !capabilities.sharedInstance())) {
            throw new AtelierException(
                    ErrorCode.RESOURCE_LIMIT_EXCEEDED,
                    "The engine '%s' puts at most %d apps on an instance; delete one or use another instance type."
                            .formatted(
                                    engine.name(),
                                    capabilities.sharedInstance() ? capabilities.maxAppsPerInstance() : 1));
        }
        return true;
    }

    private Instance launch(Payer payer, String instanceType, Instant now) {
        Instance instance =
                new Instance("i-" + Ids.ordered(now), payer, instanceType, new InstanceState.Pending(), now);
        if (instance.billed()) {
            quotas.ownerInstance(payer.owner(), instanceType);
            launches.authorize(payer, instanceType);
            quotas.domainInstance(payer.owner(), instanceType);
        }
        instances.insert(instance);
        return instance;
    }
}
