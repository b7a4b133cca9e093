package dev.atelier.studio.kernel;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import dev.atelier.studio.tenancy.Owner;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/**
 * What to start.
 *
 * @param kernelName empty for {@code python3}
 * @param image empty for the domain's default
 * @param instanceType empty for the default of the domain or the image
 * @param path of the document, relative to the home directory
 * @param env what the process is started with on top of the app's environment
 */
@RegisterForReflection
public record NewKernel(
        Owner owner, String kernelName, String image, String instanceType, String path, Map<String, String> env)
        implements AuditSubject {
    public NewKernel {
        env = StartEnvironment.checked(env);
    }

    /** A kernel that needs nothing in its environment. */
    public NewKernel(Owner owner, String kernelName, String image, String instanceType, String path) {
        this(owner, kernelName, image, instanceType, path, Map.of());
    }

    @Override
    public Audit.Resource auditedAs() {
        return AuditSubject.resource("", owner.domainId(), owner.key());
    }

    @Override
    public String toString() {
        return "NewKernel[owner=" + owner + ", kernelName=" + kernelName + ", image=" + image + ", instanceType="
                + instanceType + ", path=" + path + ", env=" + env.keySet() + "]";
    }
}
