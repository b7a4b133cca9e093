package dev.atelier.studio.kernel;

/**
 * That this replica's hub talks to a kernel.
 *
 * @param epoch counts the leases of the kernel
 * @param ours whether the one before was this replica's too
 */
record Lease(long epoch, boolean ours) {}
