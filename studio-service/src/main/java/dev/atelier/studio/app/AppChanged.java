package dev.atelier.studio.app;

import dev.atelier.studio.tenancy.Owner;

/**
 * Fired as a CDI event after the transaction in which an app went {@code InService}, {@code Failed}, {@code Deleting} or {@code Deleted} has
 * committed. Events of one app come in order, on a thread without a transaction or a caller. An event can be lost when the
 * service dies between commit and delivery: observers read {@link AppRuntime#app} when they start.
 *
 * @param reason why it failed or ended; empty when there is nothing to say
 */
public record AppChanged(String appId, Owner owner, AppType type, String status, String reason) {}
