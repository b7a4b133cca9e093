package dev.atelier.studio.engine;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Runs instances and apps. Every operation is idempotent by Atelier's id: making what exists adopts it, stopping what is gone does
 * nothing. An exception means that the engine could not be asked; it never means that something is gone.
 */
public interface ComputeEngine {
    /** The engine's name in {@code atelier.engine}. */
    String name();

    Capabilities capabilities();

    /** Whether this engine has what the image needs, which is a shipped one or a version of an own one. */
    boolean offers(String image);

    /** What builds own images; empty when this engine cannot. */
    default Optional<ImageBuilds> imageBuilds() {
        return Optional.empty();
    }

    /** Makes the instance unless it is there, and says how it is. */
    InstanceObservation ensureInstance(InstanceSpec spec);

    /** Looks the instance up. */
    InstanceObservation observeInstance(String instanceId);

    /** Takes the instance away; true once it is gone. */
    boolean stopInstance(String instanceId);

    /**
     * Keeps something of this image ready to become the app with this id. It is nobody's, and holds nothing of anybody, until
     * {@link #ensureApp} says whose it is; then it starts sooner. {@link #stopApp} ends it. Only for engines with a warm pool.
     */
    AppObservation ensureWarm(String appId, Workload workload, String image);

    /**
     * Runs a script for the app before its first start, in the environment that the app will have and with its home as the working
     * directory, unless it was run before; says how it is. What it started ends with the app.
     */
    ScriptObservation ensureScript(AppSpec spec, String script);

    /** The end of what the app's script has said; "" when there is none. Gone with the app. */
    String scriptLog(String appId, int maxBytes);

    /** Starts the app unless it was started before, and says how it is. An app that ended is not started again. */
    AppObservation ensureApp(AppSpec spec);

    /**
     * Gives the app's programs a token of its owner in place of the one that they had. They find it in the file that
     * {@code ATELIER_TOKEN_FILE} names, which only the owner can read. Nothing happens when the app is gone.
     */
    void putToken(String appId, String token);

    /** Looks the app up. */
    AppObservation observeApp(String appId);

    /** Ends the app with everything it started; true once it is gone. */
    boolean stopApp(String appId);

    /** Where the app answers; empty before it is ready. */
    Optional<Endpoint> endpoint(String appId);

    /** The process of the app's Jupyter server, when it is one of this machine; empty otherwise, and when it does not run. */
    OptionalLong serverProcess(String appId);

    /**
     * Gives the app's Jupyter server one more kernel spec; one of that name is replaced.
     *
     * @param kernelJson the content of {@code kernel.json}; may hold secrets
     */
    void addKernelSpec(String appId, String name, String kernelJson);

    /** Takes such a spec away; what is not there is fine. */
    void removeKernelSpec(String appId, String name);

    /** How many of the app's terminals run something besides their shell; empty when that cannot be told. */
    OptionalInt busyTerminals(String appId);

    /** What each of these apps uses. Quick. Empty when that cannot be told, and when the engine itself keeps instances within their type. */
    Map<String, AppUse> use(Set<String> appIds);

    /** What these apps really hold, by app. Takes time in proportion to it. */
    Map<String, AppMemory> memory(Set<String> appIds);

    /** Ends a part of an app at once, without asking it. False when it was gone already. */
    boolean kill(AppMemory.Part part);

    /**
     * Ends what this engine runs for this installation and nobody owns: what is not owned in two looks with the engine's grace time
     * between them.
     *
     * @param owned ids of all live apps
     */
    void sweep(Set<String> owned, Instant now);
}
