package dev.atelier.testing.reach;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.restassured.RestAssured;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a service serves, as it says itself. */
public final class Routes {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    private static final String HEALTH = "grpc.health.v1.Health";

    private Routes() {}

    /** The operations of the OpenAPI document that the service serves, such as {@code GET /api/v1/kernels}. */
    public static List<String> rest(URI server) {
        Map<String, Map<String, Object>> paths = RestAssured.given()
                .get(server.resolve("/q/openapi?format=json"))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getMap("paths");
        return paths.entrySet().stream()
                .flatMap(path -> path.getValue().keySet().stream()
                        .filter(METHODS::contains)
                        .map(method -> method.toUpperCase(Locale.ROOT) + " " + path.getKey()))
                .sorted()
                .toList();
    }

    /**
     * The methods of the registered gRPC services by full name, such as {@code atelier.studio.v1.KernelService/GetKernel}; without
     * {@code grpc.health.v1.Health}, which is for probes and open to everybody.
     */
    public static Map<String, MethodDescriptor<?, ?>> grpc(Iterable<BindableService> services) {
        Map<String, MethodDescriptor<?, ?>> methods = new TreeMap<>();
        for (BindableService service : services) {
            ServerServiceDefinition definition = service.bindService();
            if (definition.getServiceDescriptor().getName().equals(HEALTH)) {
                continue;
            }
            for (ServerMethodDefinition<?, ?> method : definition.getMethods()) {
                methods.put(method.getMethodDescriptor().getFullMethodName(), method.getMethodDescriptor());
            }
        }
        return methods;
    }
}
