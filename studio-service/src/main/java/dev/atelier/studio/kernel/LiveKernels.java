package dev.atelier.studio.kernel;

import dev.atelier.studio.tenancy.Owner;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What an owner has that lives, answered from memory: no database, no Jupyter server, no process table. */
@ApplicationScoped
class LiveKernels {
    private final LiveLists lists;
    private final KernelStore kernels;
    private final SessionStore sessions;
    private final KernelViews views;

    LiveKernels(LiveLists lists, KernelStore kernels, SessionStore sessions, KernelViews views) {
        this.lists = lists;
        this.kernels = kernels;
        this.sessions = sessions;
        this.views = views;
    }

    /** Without what they run on and their memory. */
    List<KernelView> kernels(Owner owner) {
        return lists(owner).kernels().stream().map(views::brief).toList();
    }

    /** Those whose kernels live. */
    List<SessionView> sessions(Owner owner) {
        LiveLists.Live live = lists(owner);
        Map<String, Kernel> byId = byId(live.kernels());
        return live.sessions().stream()
                .filter(session -> byId.containsKey(session.kernelId()))
                .map(session -> new SessionView(session, views.brief(byId.get(session.kernelId()))))
                .toList();
    }

    private LiveLists.Live lists(Owner owner) {
        return lists.of(owner, () -> read(owner));
    }

    private LiveLists.Live read(Owner owner) {
        List<Kernel> live = kernels.liveOf(owner);
        Map<String, Kernel> byId = byId(live);
        return new LiveLists.Live(
                live,
                sessions.of(owner).stream()
                        .filter(session -> byId.containsKey(session.kernelId()))
                        .toList());
    }

    private static Map<String, Kernel> byId(List<Kernel> kernels) {
        return kernels.stream().collect(Collectors.toMap(Kernel::kernelId, Function.identity()));
    }
}
