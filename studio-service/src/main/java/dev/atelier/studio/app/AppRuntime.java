package dev.atelier.studio.app;

import dev.atelier.studio.tenancy.Owner;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Apps as the features which live in them see them. Calls write intent and return at once; {@link AppChanged} tells the outcome.
 * They join the caller's transaction, or make their own.
 */
public interface AppRuntime {
    /**
     * The KernelGateway app of this owner, image and instance type: the live one, or a new one together with the instance it
     * shares with the owner's other apps on that type.
     *
     * Refusals are an {@code AtelierException} with one of {@code UNKNOWN_IMAGE}, {@code UNKNOWN_INSTANCE_TYPE},
     * {@code UNKNOWN_PRICE}, {@code LAUNCH_REFUSED}, {@code RESOURCE_NOT_FOUND} for the profile, {@code NOT_READY} while the
     * profile is pending.
     *
     * @param image null for the domain's default
     * @param instanceType null for the domain's default; {@code system} means the smallest type
     */
    AppRef ensureKernelApp(Owner owner, @Nullable String image, @Nullable String instanceType);

    /** The owner's JupyterServer app {@code default}: the live one, also while it is being deleted, or a new one. */
    AppRef ensureJupyterServer(Owner owner);

    /** The owner's JupyterServer app {@code default} if it lives; none is made. */
    Optional<AppView> jupyterServer(Owner owner);

    /** Where the app answers; empty unless it is in service. Served from memory once known. */
    Optional<AppConnection> connection(String appId);

    /**
     * Gives the app's Jupyter server one more kernel spec, readable by nobody but its owner.
     *
     * @param name letters, digits and dashes
     * @param kernelJson the content of {@code kernel.json}
     */
    void addKernelSpec(String appId, String name, String kernelJson);

    /** Takes a spec of {@link #addKernelSpec} away; kernels that were started by it go on. */
    void removeKernelSpec(String appId, String name);

    /** The owner's apps that are in service, the oldest first. */
    List<AppView> inService(Owner owner);

    /** Every app that is in service, of everybody. */
    List<AppView> inService();

    /** Every app that starts, is in service, or ends, of everybody. */
    List<AppView> live();

    /**
     * Ends the app without its owner's asking. Joins the caller's transaction.
     *
     * @param reason what its owner is told
     */
    void shutDown(String appId, String reason);

    /** The app as it stands; empty when there was never one with this id. */
    Optional<AppView> app(String appId);
}
