package dev.atelier.studio.tenancy;

import dev.atelier.studio.reconcile.Reconciler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.jboss.logging.Logger;

/** Brings domains and user profiles into service and takes deleted ones away. */
@ApplicationScoped
class TenancyReconciler implements Reconciler {
    private static final Logger LOG = Logger.getLogger(TenancyReconciler.class);
    private static final int BATCH = 50;

    private final TenancyStore store;
    private final HomeSpace homes;

    TenancyReconciler(TenancyStore store, HomeSpace homes) {
        this.store = store;
        this.homes = homes;
    }

    @Override
    @Transactional
    public boolean reconcile() {
        List<Domain> domains = store.claimDomains(BATCH);
        for (Domain domain : domains) {
            switch (domain.state()) {
                case TenancyState.Pending pending -> store.setState(domain.domainId(), pending.inService());
                case TenancyState.Deleting _ -> store.remove(domain.domainId());
                case TenancyState.InService _, TenancyState.Failed _ -> {}
            }
        }
        List<UserProfile> profiles = store.claimProfiles(BATCH);
        for (UserProfile profile : profiles) {
            switch (profile.state()) {
                case TenancyState.Pending pending -> store.setState(profile.ref(), provide(profile, pending));
                case TenancyState.Deleting _ -> store.remove(profile.ref());
                case TenancyState.InService _, TenancyState.Failed _ -> {}
            }
        }
        return domains.size() == BATCH || profiles.size() == BATCH;
    }

    private TenancyState provide(UserProfile profile, TenancyState.Pending pending) {
        try {
            homes.provide(profile.ref());
            return pending.inService();
        } catch (RuntimeException e) {
            LOG.errorf(e, "The home directory of %s could not be made", profile.ref());
            return pending.fail("The home directory could not be made: " + e.getMessage());
        }
    }
}
