package dev.atelier.studio.kernel;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.idempotency.Idempotency;
import dev.atelier.studio.audit.Audited;
import dev.atelier.studio.audit.AuditedType;
import dev.atelier.studio.store.Turns;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.tenancy.OwnerFilter;
import dev.atelier.studio.tenancy.Owners;
import dev.atelier.studio.tenancy.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can be done with sessions. */
@ApplicationScoped
public class SessionOperations {
    private static final Set<String> TYPES = Set.of("notebook", "console", "file");

    private final SessionStore store;
    private final Owners owners;
    private final KernelOperations kernels;
    private final KernelViews views;
    private final LiveKernels live;
    private final Turns turns;
    private final Idempotency idempotency;
    private final Clock clock;

    SessionOperations(
            SessionStore store,
            Owners owners,
            KernelOperations kernels,
            KernelViews views,
            LiveKernels live,
            Turns turns,
            Idempotency idempotency,
            Clock clock) {
        this.store = store;
        this.owners = owners;
        this.kernels = kernels;
        this.views = views;
        this.live = live;
        this.turns = turns;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    /**
     * Binds a document to a kernel. A document that has a session with a live kernel keeps it, however many ask at the same
     * time; one whose kernel is dead gets a new kernel.
     */
    @Transactional
    @Audited(value = "CreateSession", type = AuditedType.SESSION)
    public SessionView create(Caller caller, NewSession request, @Nullable String idempotencyKey) {
        Owner owner = request.kernel().owner();
        turns.await(owner.toString());
        owners.requireUse(caller, owner);
        String sessionId = idempotency.once(
                caller, "CreateSession", idempotencyKey, request, String.class, () -> bind(caller, request));
        return view(find(sessionId));
    }

    public SessionView get(Caller caller, String sessionId) {
        return view(visible(caller, sessionId));
    }

    /** Sessions of one owner, of one domain, or of all; a member's own when nothing is said. */
    public Page<SessionView> list(Caller caller, OwnerFilter filter, PageRequest page) {
        Scope scope = owners.scope(caller, filter);
        return store.list(scope.domainId(), scope.ownerKey(), page).map(this::view);
    }

    /** All sessions of an owner whose kernels live, from memory: without what those run on and their memory. */
    public List<SessionView> live(Owner owner) {
        return live.sessions(owner);
    }

    /**
     * Moves the document to another kernel, image or instance type. A new kernel starts; the old one ends unless another document
     * uses it, and then the quota of kernels does not matter: there are as many as before. Files stay.
     *
     * @param kernelName empty as before, and so the others
     */
    @Transactional
    @Audited(value = "SwitchSession", type = AuditedType.SESSION)
    public Switched switchTo(Caller caller, String sessionId, String kernelName, String image, String instanceType) {
        KernelSession session = lock(caller, sessionId);
        Kernel old = kernels.find(session.kernelId());
        NewKernel wanted = new NewKernel(
                session.owner(),
                kernelName.isEmpty() ? old.kernelName() : kernelName,
                image.isEmpty() ? old.image() : kernels.reference(session.owner(), image),
                instanceType.isEmpty() ? old.instanceType() : instanceType,
                session.path());
        boolean elsewhere =
                !wanted.image().equals(old.image()) || !wanted.instanceType().equals(old.instanceType());
        if (!elsewhere && wanted.kernelName().equals(old.kernelName()) && old.isLive()) {
            return new Switched(view(session), List.of());
        }
        boolean replaced = kernels.lockedLive(old.kernelId())
                && store.ofKernel(old.kernelId()).equals(List.of(session));
        Kernel started = replaced ? kernels.startInstead(wanted) : kernels.start(wanted);
        List<String> lost = lost(elsewhere, kernels.hasEnvironment(old));
        rebind(session, started.kernelId());
        return new Switched(view(find(sessionId)), lost);
    }

    private static List<String> lost(boolean elsewhere, boolean environment) {
        List<String> lost = new ArrayList<>(List.of("memory"));
        if (elsewhere) {
            lost.add("installed packages");
        }
        if (environment) {
            lost.add("environment variables of its start");
        }
        return lost;
    }

    /** Renames or moves the document, or binds it to another kernel that exists. Null leaves a part as it is. */
    @Transactional
    @Audited(value = "UpdateSession", type = AuditedType.SESSION)
    public SessionView update(
            Caller caller,
            String sessionId,
            @Nullable String path,
            @Nullable String name,
            @Nullable String type,
            @Nullable String kernelId) {
        KernelSession session = lock(caller, sessionId);
        if (kernelId != null && !kernelId.equals(session.kernelId())) {
            rebind(session, usable(caller, session.owner(), kernelId).kernelId());
            session = find(sessionId);
        }
        String newPath = path == null ? session.path() : Paths.normal(path);
        if (!newPath.equals(session.path())) {
            store.lockPath(session.owner(), newPath);
            store.findByPath(session.owner(), newPath).ifPresent(store::delete);
        }
        store.update(new KernelSession(
                session.sessionId(),
                session.owner(),
                newPath,
                name == null ? session.name() : name,
                type == null ? session.type() : type(type),
                session.kernelId(),
                session.creationTime()));
        return view(find(sessionId));
    }

    /** Ends a session with its kernel, and with the other sessions of that kernel. */
    @Transactional
    @Audited(value = "DeleteSession", type = AuditedType.SESSION)
    public void delete(Caller caller, String sessionId) {
        KernelSession session = lock(caller, sessionId);
        kernels.remove(kernels.find(session.kernelId()));
    }

    private String bind(Caller caller, NewSession request) {
        NewKernel wanted = request.kernel();
        String path = Paths.normal(wanted.path());
        if (path.isEmpty()) {
            throw AtelierException.invalid("path", "must name the document");
        }
        String type = type(request.type());
        store.lockPath(wanted.owner(), path);
        Optional<KernelSession> existing = store.findByPath(wanted.owner(), path);
        if (existing.isPresent()) {
            KernelSession session = existing.get();
            if (!kernels.find(session.kernelId()).isLive()) {
                rebind(session, kernel(caller, request));
            }
            return session.sessionId();
        }
        String sessionId = UUID.randomUUID().toString();
        String name = request.name().isEmpty() ? path.substring(path.lastIndexOf('/') + 1) : request.name();
        store.insert(new KernelSession(
                sessionId, wanted.owner(), path, name, type, kernel(caller, request), clock.instant()));
        return sessionId;
    }

    private String kernel(Caller caller, NewSession request) {
        return request.kernelId().isEmpty()
                ? kernels.start(request.kernel()).kernelId()
                : usable(caller, request.kernel().owner(), request.kernelId()).kernelId();
    }

    private Kernel usable(Caller caller, Owner owner, String kernelId) {
        Kernel kernel = kernels.owned(caller, kernelId);
        if (!kernel.owner().equals(owner)) {
            throw AtelierException.notFound("kernel", kernelId);
        }
        return kernel;
    }

    private void rebind(KernelSession session, String kernelId) {
        store.update(new KernelSession(
                session.sessionId(),
                session.owner(),
                session.path(),
                session.name(),
                session.type(),
                kernelId,
                session.creationTime()));
        if (store.ofKernel(session.kernelId()).isEmpty()) {
            kernels.remove(kernels.find(session.kernelId()));
        }
    }

    private KernelSession lock(Caller caller, String sessionId) {
        KernelSession session = visible(caller, sessionId);
        owners.requireUse(caller, session.owner());
        store.lockPath(session.owner(), session.path());
        return find(sessionId);
    }

    private KernelSession find(String sessionId) {
        return store.find(sessionId).orElseThrow(() -> AtelierException.notFound("session", sessionId));
    }

    private KernelSession visible(Caller caller, String sessionId) {
        return store.find(sessionId)
                .filter(session -> owners.sees(caller, session.owner()))
                .orElseThrow(() -> AtelierException.notFound("session", sessionId));
    }

    private SessionView view(KernelSession session) {
        return new SessionView(session, views.view(kernels.find(session.kernelId())));
    }

    private static String type(String type) {
        if (type.isEmpty()) {
            return "notebook";
        }
        if (!TYPES.contains(type)) {
            throw AtelierException.invalid("type", "must be 'notebook', 'console' or 'file'");
        }
        return type;
    }
}
