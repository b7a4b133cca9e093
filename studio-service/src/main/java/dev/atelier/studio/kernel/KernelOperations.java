package dev.atelier.studio.kernel;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.idempotency.Idempotency;
import dev.atelier.studio.app.AppRef;
import dev.atelier.studio.app.AppRuntime;
import dev.atelier.studio.app.AppView;
import dev.atelier.studio.audit.Audited;
import dev.atelier.studio.audit.AuditedType;
import dev.atelier.studio.image.Image;
import dev.atelier.studio.image.ImageCatalog;
import dev.atelier.studio.image.KernelSpec;
import dev.atelier.studio.quota.Countable;
import dev.atelier.studio.quota.QuotaGuard;
import dev.atelier.studio.store.AfterCommit;
import dev.atelier.studio.store.Turns;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.tenancy.Owners;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What can be done with kernels. */
@ApplicationScoped
public class KernelOperations {
    private static final Duration GLANCE = Duration.ofMillis(50);
    /** The kernel to start when none is named. */
    public static final String DEFAULT_KERNEL = "python3";

    private final KernelStore store;
    private final Owners owners;
    private final KernelViews views;
    private final LiveKernels live;
    private final KernelSupervisor supervisor;
    private final AppRuntime apps;
    private final ImageCatalog images;
    private final QuotaGuard quotas;
    private final Turns turns;
    private final Idempotency idempotency;
    private final AfterCommit afterCommit;
    private final Clock clock;

    KernelOperations(
            KernelStore store,
            Owners owners,
            KernelViews views,
            LiveKernels live,
            KernelSupervisor supervisor,
            AppRuntime apps,
            ImageCatalog images,
            QuotaGuard quotas,
            Turns turns,
            Idempotency idempotency,
            AfterCommit afterCommit,
            Clock clock) {
        this.store = store;
        this.owners = owners;
        this.views = views;
        this.live = live;
        this.supervisor = supervisor;
        this.apps = apps;
        this.images = images;
        this.quotas = quotas;
        this.turns = turns;
        this.idempotency = idempotency;
        this.afterCommit = afterCommit;
        this.clock = clock;
    }

    /** Starts a kernel, and the app and instance it needs. Answers at once. */
    @Transactional
    @Audited(value = "CreateKernel", type = AuditedType.KERNEL)
    public KernelView create(Caller caller, NewKernel request, @Nullable String idempotencyKey) {
        Owner owner = request.owner();
        turns.await(owner.toString());
        owners.requireUse(caller, owner);
        String kernelId = idempotency.once(
                caller,
                "CreateKernel",
                idempotencyKey,
                request,
                String.class,
                () -> start(request).kernelId());
        return views.view(find(kernelId));
    }

    /** The kernel, if the caller may see it. */
    public KernelView get(Caller caller, String kernelId) {
        return views.view(visible(caller, kernelId));
    }

    /**
     * Waits until the kernel has said something or is dead, or the patience is over. A stock server answers a start when the process is
     * there, and its gateway client takes a kernel that says nothing for a second for dead.
     */
    public KernelView started(Caller caller, String kernelId, Duration patience) {
        Instant end = clock.instant().plus(patience);
        supervisor.hub(owned(caller, kernelId)).ifPresent(hub -> {
            while (hub.state() == ExecutionState.STARTING && clock.instant().isBefore(end)) {
                LockSupport.parkNanos(GLANCE.toNanos());
            }
        });
        return get(caller, kernelId);
    }

    /** Kernels of one owner, of one domain, or of all; a member's own when nothing is said. */
    public Page<KernelView> list(Caller caller, KernelFilter filter, PageRequest page) {
        return views.page(store.list(owners.scope(caller, filter.owner()), filter, page));
    }

    /** All kernels of an owner that live, from memory: without what they run on and their memory. */
    public List<KernelView> live(Owner owner) {
        return live.kernels(owner);
    }

    /** Ends a kernel with the sessions that are bound to it. The app goes on, and so does its charge. */
    @Transactional
    @Audited(value = "DeleteKernel", type = AuditedType.KERNEL)
    public void delete(Caller caller, String kernelId) {
        Kernel kernel = owned(caller, kernelId);
        remove(kernel);
    }

    /** Stops what the kernel is executing. */
    @Audited(value = "InterruptKernel", type = AuditedType.KERNEL)
    public void interrupt(Caller caller, String kernelId) {
        Kernel kernel = owned(caller, kernelId);
        if (!kernel.isLive()) {
            throw AtelierException.conflict("The kernel is dead: " + kernel.deathReason() + " Restart it.");
        }
        if (!kernel.launched()) {
            throw AtelierException.notReady("The kernel has not started yet.");
        }
        supervisor.interrupt(kernel);
    }

    /**
     * Ends the kernel's process and starts another; memory is lost. A kernel that died with its app gets an app again.
     */
    @Transactional
    @Audited(value = "RestartKernel", type = AuditedType.KERNEL)
    public KernelView restart(Caller caller, String kernelId) {
        owned(caller, kernelId);
        Kernel kernel = store.lock(kernelId).orElseThrow(() -> AtelierException.notFound("kernel", kernelId));
        if (!kernel.isLive()) {
            AppRef app = apps.ensureKernelApp(kernel.owner(), kernel.image(), kernel.instanceType());
            oneMore(kernel.owner());
            store.relaunch(kernel, app.appId(), app.appName(), clock.instant());
            afterCommit.run(() -> supervisor.relaunched(kernelId));
        } else if (kernel.launched()) {
            store.restartRequested(kernelId);
            afterCommit.run(() -> supervisor.restart(kernelId));
        }
        return views.asRestarting(find(kernelId));
    }

    /** The hub through which clients talk to the kernel, whether it has started or not. */
    public HubHandle channels(Caller caller, String kernelId) {
        Kernel kernel = owned(caller, kernelId);
        return supervisor
                .hub(kernel)
                .orElseThrow(() -> AtelierException.conflict(
                        kernel.isLive()
                                ? "Another replica talks to this kernel, or this one is going down."
                                : "The kernel is dead: " + kernel.deathReason()));
    }

    Kernel start(NewKernel request) {
        AppView app = app(request);
        oneMore(request.owner());
        return start(request, app);
    }

    /** Starts a kernel in whose place one ends that lives, in the same transaction. */
    Kernel startInstead(NewKernel request) {
        return start(request, app(request));
    }

    /** Whether the kernel lives; if so, it does until the transaction ends. */
    boolean lockedLive(String kernelId) {
        return store.lock(kernelId).filter(Kernel::isLive).isPresent();
    }

    private AppView app(NewKernel request) {
        AppRef ref = apps.ensureKernelApp(
                request.owner(),
                request.image().isEmpty() ? null : request.image(),
                request.instanceType().isEmpty() ? null : request.instanceType());
        return apps.app(ref.appId()).orElseThrow(() -> AtelierException.notFound("app", ref.appId()));
    }

    private Kernel start(NewKernel request, AppView app) {
        String path = Paths.normal(request.path());
        Instant now = clock.instant();
        Kernel kernel = new Kernel(
                UUID.randomUUID().toString(),
                request.owner(),
                app.appId(),
                app.appName(),
                kernelName(request.owner(), app.image(), request.kernelName()),
                app.image(),
                app.instanceType(),
                path,
                ExecutionState.STARTING,
                null,
                false,
                false,
                now,
                now);
        store.insert(kernel, request.env());
        afterCommit.run(() -> supervisor.wake(kernel.kernelId()));
        return kernel;
    }

    /** The image that a user means by the name, exactly: with the version of an own one. */
    String reference(Owner owner, String image) {
        return images.image(owner, image).map(Image::reference).orElse(image);
    }

    /** The profile is locked since the kernel's app was found or made. */
    private void oneMore(Owner owner) {
        quotas.owner(Countable.KERNELS, owner);
        quotas.domain(Countable.KERNELS, owner);
    }

    /** Whether it was started with variables of its own. */
    boolean hasEnvironment(Kernel kernel) {
        return !store.environment(kernel.kernelId()).isEmpty();
    }

    void remove(Kernel kernel) {
        if (store.delete(kernel.kernelId())) {
            afterCommit.run(() -> supervisor.deleted(kernel));
        }
    }

    Kernel find(String kernelId) {
        return store.find(kernelId).orElseThrow(() -> AtelierException.notFound("kernel", kernelId));
    }

    Kernel visible(Caller caller, String kernelId) {
        return store.find(kernelId)
                .filter(kernel -> owners.sees(caller, kernel.owner()))
                .orElseThrow(() -> AtelierException.notFound("kernel", kernelId));
    }

    Kernel owned(Caller caller, String kernelId) {
        Kernel kernel = visible(caller, kernelId);
        owners.requireUse(caller, kernel.owner());
        return kernel;
    }

    private String kernelName(Owner owner, String imageName, String asked) {
        String name = asked.isEmpty() ? DEFAULT_KERNEL : asked;
        Optional<Image> image = images.image(owner, imageName);
        if (image.flatMap(found -> found.kernelSpec(name)).isEmpty()) {
            List<String> offered = image.map(Image::kernelSpecs).orElse(List.of()).stream()
                    .map(KernelSpec::name)
                    .toList();
            throw new AtelierException(
                    ErrorCode.UNKNOWN_KERNEL,
                    "The image '%s' has no kernel '%s'. It has: %s."
                            .formatted(imageName, name, String.join(", ", offered)));
        }
        return name;
    }
}
