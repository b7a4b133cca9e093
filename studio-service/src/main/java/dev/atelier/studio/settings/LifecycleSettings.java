package dev.atelier.studio.settings;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which lifecycle configurations apps start with, by their type. */
@RegisterForReflection
@Schema(name = "LifecycleSettings", description = "Lifecycle configurations that are attached, by the type of the app.")
public record LifecycleSettings(
        @Nullable LifecycleChoice jupyterServer, @Nullable LifecycleChoice kernelGateway) {
    /** Nothing is set. */
    public static final LifecycleSettings NONE = new LifecycleSettings(null, null);

    public LifecycleSettings {
        jupyterServer = LifecycleChoice.NONE.equals(jupyterServer) ? null : jupyterServer;
        kernelGateway = LifecycleChoice.NONE.equals(kernelGateway) ? null : kernelGateway;
    }

    /** For the Lab. */
    @JsonIgnore
    public LifecycleChoice lab() {
        return jupyterServer == null ? LifecycleChoice.NONE : jupyterServer;
    }

    /** For apps with kernels. */
    @JsonIgnore
    public LifecycleChoice kernels() {
        return kernelGateway == null ? LifecycleChoice.NONE : kernelGateway;
    }

    /** These, and those of the base where these say nothing. */
    public LifecycleSettings over(LifecycleSettings base) {
        return new LifecycleSettings(lab().over(base.lab()), kernels().over(base.kernels()));
    }
}
