package dev.atelier.studio.engine;

/** What an app does. */
public enum Workload {
    /** JupyterLab under the user's public path. */
    LAB,
    /** Kernels for the Lab and for programs. */
    KERNELS
}
