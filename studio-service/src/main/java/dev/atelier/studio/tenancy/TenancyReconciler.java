package dev.atelier.studio.tenancy;

import dev.atelier.studio.reconcile.Reconciler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.jboss.logging.Logger;

/** Brings domains, user profiles and spaces into service and takes deleted ones away. */
@ApplicationScoped
class TenancyReconciler implements Reconciler {
    private static final Logger LOG = Logger.getLogger(TenancyReconciler.class);
    private static final int BATCH = 50;

    private final TenancyStore store;
    private final SpaceStore spaces;
    private final HomeSpace homes;

    TenancyReconciler(TenancyStore store, SpaceStore spaces, HomeSpace homes) {
        this.store = store;
        this.spaces = spaces;
        this.homes = homes;
    }

    @Override
    @Transactional
    public boolean reconcile() {
        boolean moreDomains = domains();
        boolean moreProfiles = profiles();
        boolean moreSpaces = spaces();
        return moreDomains || moreProfiles || moreSpaces;
    }

    private boolean domains() {
        List<Domain> domains = store.claimDomains(BATCH);
        for (Domain domain : domains) {
            switch (domain.state()) {
                case TenancyState.Pending pending -> store.setState(domain.domainId(), pending.inService());
                case TenancyState.Deleting _ -> store.remove(domain.domainId());
                case TenancyState.InService _, TenancyState.Failed _ -> {}
            }
        }
        return domains.size() == BATCH;
    }

    private boolean profiles() {
        List<UserProfile> profiles = store.claimProfiles(BATCH);
        for (UserProfile profile : profiles) {
            switch (profile.state()) {
                case TenancyState.Pending pending -> store.setState(profile.ref(), provide(profile.ref(), pending));
                case TenancyState.Deleting _ -> store.remove(profile.ref());
                case TenancyState.InService _, TenancyState.Failed _ -> {}
            }
        }
        return profiles.size() == BATCH;
    }

    private boolean spaces() {
        List<Space> claimed = spaces.claim(BATCH);
        for (Space space : claimed) {
            switch (space.state()) {
                case TenancyState.Pending pending -> spaces.setState(space.ref(), provide(space.ref(), pending));
                case TenancyState.Deleting _ -> remove(space.ref());
                case TenancyState.InService _, TenancyState.Failed _ -> {}
            }
        }
        return claimed.size() == BATCH;
    }

    private void remove(SpaceRef space) {
        try {
            homes.retire(space);
            spaces.remove(space);
        } catch (RuntimeException e) {
            LOG.errorf(e, "The home directory of %s could not be put aside; it is tried again", space);
        }
    }

    private TenancyState provide(Owner owner, TenancyState.Pending pending) {
        try {
            homes.provide(owner);
            return pending.inService();
        } catch (RuntimeException e) {
            LOG.errorf(e, "The home directory of %s could not be made", owner);
            return pending.fail("The home directory could not be made: " + e.getMessage());
        }
    }
}
