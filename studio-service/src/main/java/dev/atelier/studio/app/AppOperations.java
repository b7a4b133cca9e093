package dev.atelier.studio.app;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.idempotency.Idempotency;
import dev.atelier.studio.audit.Audited;
import dev.atelier.studio.audit.AuditedType;
import dev.atelier.studio.image.Image;
import dev.atelier.studio.image.ImageCatalog;
import dev.atelier.studio.instance.InstanceOperations;
import dev.atelier.studio.instance.InstanceType;
import dev.atelier.studio.instance.InstanceTypeCatalog;
import dev.atelier.studio.settings.Settings;
import dev.atelier.studio.store.Ids;
import dev.atelier.studio.store.Turns;
import dev.atelier.studio.tenancy.EffectiveSettings;
import dev.atelier.studio.tenancy.Names;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.tenancy.Owners;
import dev.atelier.studio.tenancy.Scope;
import dev.atelier.studio.tenancy.Tenant;
import dev.atelier.studio.usage.Costs;
import dev.atelier.studio.usage.Price;
import dev.atelier.studio.usage.Prices;
import dev.atelier.studio.wire.Wire;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be done with apps. */
@ApplicationScoped
public class AppOperations {
    private static final int MAX_NAME = 63;
    /** For what tells apart two apps which would have the same name. */
    private static final int SUFFIX = 5;

    private final AppStore store;
    private final Placement placement;
    private final Transitions transitions;
    private final AppScripts scripts;
    private final Owners owners;
    private final EffectiveSettings settings;
    private final ImageCatalog images;
    private final InstanceTypeCatalog types;
    private final Prices prices;
    private final Turns turns;
    private final Costs costs;
    private final Idempotency idempotency;
    private final Clock clock;

    AppOperations(
            AppStore store,
            Placement placement,
            Transitions transitions,
            AppScripts scripts,
            Owners owners,
            EffectiveSettings settings,
            ImageCatalog images,
            InstanceTypeCatalog types,
            Prices prices,
            Turns turns,
            Costs costs,
            Idempotency idempotency,
            Clock clock) {
        this.store = store;
        this.placement = placement;
        this.transitions = transitions;
        this.scripts = scripts;
        this.owners = owners;
        this.settings = settings;
        this.images = images;
        this.types = types;
        this.prices = prices;
        this.turns = turns;
        this.costs = costs;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    /** Makes an app, {@code Pending} at first, and the instance it needs. */
    @Transactional
    @Audited(value = "CreateApp", type = AuditedType.APP)
    public AppWithPrice create(Caller caller, NewApp request, @Nullable String idempotencyKey) {
        Owner owner = request.key().owner();
        turns.await(owner.toString());
        owners.requireUse(caller, owner);
        String appId =
                idempotency.once(caller, "CreateApp", idempotencyKey, request, String.class, () -> insert(request));
        App app = store.find(appId).orElseThrow(() -> AtelierException.notFound("app", appId));
        return new AppWithPrice(app, prices.perHour(app.instanceType()).orElse(null), null);
    }

    private String insert(NewApp request) {
        AppKey key = request.key();
        new Names().name("appName", key.appName()).check();
        Tenant tenant = owners.lockForUse(key.owner());
        if (store.live(key.owner()).stream()
                .anyMatch(app -> app.type() == key.type() && app.appName().equals(key.appName()))) {
            throw AtelierException.alreadyExists("app", key.toString());
        }
        return place(tenant, key.type(), key.appName(), request).appId();
    }

    /** The KernelGateway app of this owner, image and type: the live one, or a new one with a name of Atelier's making. */
    @Transactional
    App ensureKernels(Owner owner, String image, String instanceType) {
        Tenant tenant = owners.lockForUse(owner);
        Resolved resolved = resolve(owner, image, instanceType);
        return ensure(tenant, AppType.KERNEL_GATEWAY, appName(resolved), resolved);
    }

    /** A name that says what runs there, as far as a name is long. */
    private static String appName(Resolved resolved) {
        String type = "-" + resolved.instanceType().replace('.', '-');
        String image = resolved.image().replaceAll("[^A-Za-z0-9]+", "-");
        int room = MAX_NAME - type.length() - SUFFIX;
        return (image.length() <= room ? image : image.substring(0, room)).replaceAll("-+$", "") + type;
    }

    /** The Lab of this owner: the live one, also while it is being deleted, or a new one. */
    @Transactional
    App ensureLab(Owner owner, String name) {
        Tenant tenant = owners.lockForUse(owner);
        return ensure(tenant, AppType.JUPYTER_SERVER, name, resolveLab(tenant.owner(), "", ""));
    }

    private App ensure(Tenant tenant, AppType type, String name, Resolved resolved) {
        boolean nameTaken = false;
        for (App app : store.live(tenant.owner())) {
            if (app.type() == type) {
                boolean matches = type == AppType.JUPYTER_SERVER
                        ? app.appName().equals(name)
                        : app.image().equals(resolved.image())
                                && app.instanceType().equals(resolved.instanceType());
                // one that is being deleted is replaced once it is gone: a Lab of another name would be found by nobody
                if (matches && (type == AppType.JUPYTER_SERVER || !(app.state() instanceof AppState.Deleting))) {
                    return app;
                }
                nameTaken |= app.appName().equals(name);
            }
        }
        String free = nameTaken ? name + "-" + Ids.random(4) : name;
        return placement.place(
                tenant, type, free, resolved.image(), resolved.instanceType(), script(tenant.owner(), type, ""));
    }

    private App place(Tenant tenant, AppType type, String name, NewApp request) {
        Resolved resolved = switch (type) {
            case JUPYTER_SERVER -> resolveLab(tenant.owner(), request.image(), request.instanceType());
            case KERNEL_GATEWAY -> resolve(tenant.owner(), request.image(), request.instanceType());
        };
        return placement.place(
                tenant,
                type,
                name,
                resolved.image(),
                resolved.instanceType(),
                script(tenant.owner(), type, request.lifecycleConfig()));
    }

    private @Nullable StartScript script(Owner owner, AppType type, String named) {
        return scripts.choose(settings.of(owner).lifecycle(), type, named);
    }

    private Resolved resolve(Owner owner, String image, String instanceType) {
        Settings defaults = settings.of(owner);
        Image chosen = images.imageToRun(owner, image.isEmpty() ? Wire.text(defaults.image()) : image);
        String usual = Wire.text(defaults.instanceType());
        String fallback = chosen.gpu() ? gpuDefault(usual) : usual;
        return new Resolved(
                chosen.reference(), placement.instanceType(instanceType.isEmpty() ? fallback : instanceType));
    }

    private String gpuDefault(String usual) {
        return types.all().stream()
                .filter(type -> "gpu".equals(type.defaultFor()))
                .map(InstanceType::name)
                .findFirst()
                .orElse(usual);
    }

    private Resolved resolveLab(Owner owner, String image, String instanceType) {
        if (!instanceType.isEmpty() && !instanceType.equals(InstanceTypeCatalog.SYSTEM)) {
            throw AtelierException.invalid("instanceType", "a JupyterServer app runs on 'system' only");
        }
        if (!image.isEmpty() && !images.shipped(image).equals(image)) {
            throw AtelierException.invalid("image", "a JupyterServer app runs on shipped images only");
        }
        String chosen =
                image.isEmpty() ? images.shipped(Wire.text(settings.of(owner).image())) : image;
        return new Resolved(images.imageToRun(owner, chosen).reference(), InstanceTypeCatalog.SYSTEM);
    }

    /** The live app of this name, or the last one that had it for as long as it is listed. */
    public AppWithPrice get(Caller caller, AppKey key) {
        owners.requireRead(caller, key.owner());
        return priced(require(key));
    }

    /** The owner's apps; ended ones stay for a day. The filter's owner does not count. */
    public Page<AppWithPrice> list(Caller caller, Owner owner, AppFilter filter, PageRequest page) {
        owners.requireRead(caller, owner);
        owners.require(owner);
        Page<App> found = store.list(new Scope(owner.domainId(), owner.key()), filter, goneSince(), page);
        return new Page<>(priced(found.items()), found.nextPageToken());
    }

    /** Apps of all owners, of a domain's or of one; a member sees his own unless he says a space. Ended ones stay for a day. */
    public Page<AppWithPrice> search(Caller caller, AppFilter filter, PageRequest page) {
        Scope scope = owners.scopeAcrossDomains(caller, filter.owner());
        return store.list(scope, filter, goneSince(), page).map(this::priced);
    }

    /** What the app's lifecycle configuration said; {@code RESOURCE_NOT_FOUND} when it started without one. */
    public LifecycleLog lifecycleLog(Caller caller, AppKey key) {
        owners.requireRead(caller, key.owner());
        return LifecycleLog.of(scripts.current(require(key)));
    }

    /** Ends an app and everything in it. Deleting what has ended does nothing. */
    @Transactional
    @Audited(value = "DeleteApp", type = AuditedType.APP)
    public void delete(Caller caller, AppKey key) {
        owners.requireUse(caller, key.owner());
        store.find(key, goneSince()).ifPresent(transitions::delete);
    }

    private App require(AppKey key) {
        return store.find(key, goneSince()).orElseThrow(() -> AtelierException.notFound("app", key.toString()));
    }

    private Instant goneSince() {
        return clock.instant().minus(InstanceOperations.LISTED);
    }

    private AppWithPrice priced(App app) {
        return priced(List.of(app)).getFirst();
    }

    private List<AppWithPrice> priced(List<App> apps) {
        Map<String, String> instances = new HashMap<>();
        for (App app : apps) {
            String instanceId = app.publicInstanceId();
            if (instanceId != null) {
                instances.put(app.appId(), instanceId);
            }
        }
        Map<String, Price> soFar = costs.ofApps(instances);
        return apps.stream()
                .map(app ->
                        new AppWithPrice(app, prices.perHour(app.instanceType()).orElse(null), soFar.get(app.appId())))
                .toList();
    }

    private record Resolved(String image, String instanceType) {}
}
