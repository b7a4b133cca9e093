package dev.atelier.platform.outbox;

import jakarta.enterprise.context.ApplicationScoped;

/** Delivers the outbox to billing. */
@ApplicationScoped
public class UsageDispatcher {
    /** Says that there is something to deliver. */
    public void wake() {}
}
