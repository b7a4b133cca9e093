package dev.atelier.studio.idle;

import dev.atelier.studio.app.AppRuntime;
import dev.atelier.studio.app.AppView;
import dev.atelier.studio.kernel.KernelActivity;
import dev.atelier.studio.tenancy.Owners;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Ends apps without kernels. */
@ApplicationScoped
class UnusedApps {
    private final AppRuntime apps;
    private final KernelActivity kernels;
    private final Owners owners;

    UnusedApps(AppRuntime apps, KernelActivity kernels, Owners owners) {
        this.apps = apps;
        this.kernels = kernels;
        this.owners = owners;
    }

    /** False when a kernel came meanwhile: kernels are placed under the lock on the profile that is taken here. */
    @Transactional
    boolean end(AppView app, String reason) {
        owners.lockForUse(app.owner());
        if (kernels.occupies(app.appId())) {
            return false;
        }
        apps.shutDown(app.appId(), reason);
        return true;
    }
}
