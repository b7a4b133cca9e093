package dev.atelier.studio.idle;

import dev.atelier.studio.app.AppRuntime;
import dev.atelier.studio.app.AppView;
import dev.atelier.studio.kernel.KernelActivity;
import dev.atelier.studio.tenancy.ProfileOperations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Ends apps without kernels. */
@ApplicationScoped
class UnusedApps {
    private final AppRuntime apps;
    private final KernelActivity kernels;
    private final ProfileOperations profiles;

    UnusedApps(AppRuntime apps, KernelActivity kernels, ProfileOperations profiles) {
        this.apps = apps;
        this.kernels = kernels;
        this.profiles = profiles;
    }

    /** False when a kernel came meanwhile: kernels are placed under the lock on the profile that is taken here. */
    @Transactional
    boolean end(AppView app, String reason) {
        profiles.lockForUse(app.owner());
        if (kernels.occupies(app.appId())) {
            return false;
        }
        apps.shutDown(app.appId(), reason);
        return true;
    }
}
