package dev.atelier.studio.app;

import dev.atelier.studio.engine.ComputeEngine;
import dev.atelier.studio.tenancy.Owner;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link AppRuntime} on the operations, the rows and the engine. */
@ApplicationScoped
class StudioAppRuntime implements AppRuntime {
    private static final String LAB_NAME = "default";

    private final AppOperations operations;
    private final AppStore store;
    private final Transitions transitions;
    private final ComputeEngine engine;

    StudioAppRuntime(AppOperations operations, AppStore store, Transitions transitions, ComputeEngine engine) {
        this.operations = operations;
        this.store = store;
        this.transitions = transitions;
        this.engine = engine;
    }

    @Override
    public AppRef ensureKernelApp(Owner owner, @Nullable String image, @Nullable String instanceType) {
        return operations
                .ensureKernels(
                        owner, Objects.requireNonNullElse(image, ""), Objects.requireNonNullElse(instanceType, ""))
                .ref();
    }

    @Override
    public AppRef ensureJupyterServer(Owner owner) {
        return operations.ensureLab(owner, LAB_NAME).ref();
    }

    @Override
    public Optional<AppView> jupyterServer(Owner owner) {
        return store.live(owner).stream()
                .filter(app ->
                        app.type() == AppType.JUPYTER_SERVER && app.appName().equals(LAB_NAME))
                .map(App::view)
                .findFirst();
    }

    @Override
    public Optional<AppConnection> connection(String appId) {
        return engine.endpoint(appId).map(endpoint -> new AppConnection(appId, endpoint.baseUri(), endpoint.secret()));
    }

    @Override
    public void addKernelSpec(String appId, String name, String kernelJson) {
        engine.addKernelSpec(appId, name, kernelJson);
    }

    @Override
    public void removeKernelSpec(String appId, String name) {
        engine.removeKernelSpec(appId, name);
    }

    @Override
    public List<AppView> inService(Owner owner) {
        return store.live(owner).stream()
                .filter(app -> app.state() instanceof AppState.InService)
                .map(App::view)
                .toList();
    }

    @Override
    public List<AppView> inService() {
        return store.inService().stream().map(App::view).toList();
    }

    @Override
    public List<AppView> live() {
        return store.live().values().stream()
                .flatMap(List::stream)
                .map(App::view)
                .toList();
    }

    @Override
    public void shutDown(String appId, String reason) {
        store.find(appId).ifPresent(app -> transitions.delete(app, reason));
    }

    @Override
    public Optional<AppView> app(String appId) {
        return store.find(appId).map(App::view);
    }
}
