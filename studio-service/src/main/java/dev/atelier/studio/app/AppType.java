package dev.atelier.studio.app;

import dev.atelier.api.error.AtelierException;
import java.util.Arrays;
import java.util.Optional;

/** The two kinds of app, named as in the SageMaker API. */
public enum AppType {
    /** JupyterLab. It runs on the instance type {@code system} and is free. */
    JUPYTER_SERVER("JupyterServer"),
    /** Kernels of one image on one instance type. */
    KERNEL_GATEWAY("KernelGateway");

    private final String wireName;

    AppType(String wireName) {
        this.wireName = wireName;
    }

    /** The name on the wire, {@code JupyterServer} or {@code KernelGateway}. */
    public String wireName() {
        return wireName;
    }

    /** The type that a caller names; {@code VALIDATION} when there is no such. */
    public static AppType required(String wireName) {
        return ofWireName(wireName)
                .orElseThrow(() -> AtelierException.invalid("appType", "must be JupyterServer or KernelGateway"));
    }

    /** The type with this wire name. */
    public static Optional<AppType> ofWireName(String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.wireName.equals(wireName))
                .findFirst();
    }
}
