package dev.atelier.studio.kernel;

import java.util.OptionalLong;

/** Knows the processes of kernels, where the engine lets it. */
interface KernelProcesses {
    /** Follows the kernel's process from now on. */
    void watch(String kernelId);

    /** The kernel is gone for good. */
    void forget(String kernelId);

    /** How its last process ended. */
    Death lastEnd(String kernelId);

    /** Resident memory in bytes of its process and of all that it started; empty when it is not known. */
    OptionalLong memory(String kernelId);

    /** Its process is about to be killed because it holds too much memory; the reason is a sentence for people. */
    void runsOutOfMemory(String kernelId, String reason);
}
