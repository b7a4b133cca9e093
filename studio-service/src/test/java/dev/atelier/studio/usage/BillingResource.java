package dev.atelier.studio.usage;

import dev.atelier.testing.ServiceProcess;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A real billing-service, and Studio pointed at it. */
public class BillingResource implements QuarkusTestResourceLifecycleManager {
    static final String PORT = "test.billing.port";

    private @Nullable ServiceProcess billing;

    @Override
    public int order() {
        return 10; // after StudioResource, which points at nobody
    }

    @Override
    public Map<String, String> start() {
        ServiceProcess started = ServiceProcess.start("billing-service", Map.of());
        billing = started;
        String port = Integer.toString(started.port());
        return Map.of("quarkus.grpc.clients.billing.test-port", port, PORT, port);
    }

    @Override
    public void stop() {
        if (billing != null) {
            billing.close();
        }
    }
}
