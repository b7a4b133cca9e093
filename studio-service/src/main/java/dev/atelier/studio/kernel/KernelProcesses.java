package dev.atelier.studio.kernel;

/** Knows how the processes of kernels ended, where the engine lets it. */
interface KernelProcesses {
    /** Follows the kernel's process from now on. */
    void watch(String kernelId);

    /** The kernel is gone for good. */
    void forget(String kernelId);

    /** How its last process ended, in a sentence. */
    String lastEnd(String kernelId);
}
