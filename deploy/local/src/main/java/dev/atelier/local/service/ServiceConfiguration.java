package dev.atelier.local.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The one place that knows what a service is told: configuration keys as environment variables. Secrets are given as files
 * (token, key) or in the environment (database password), never on a command line.
 */
public record ServiceConfiguration(
        Home home, String installationId, Ports ports, Release release, Path environments, String databasePassword) {
    private static final String MARK = "ATELIER_INSTALLATION";

    /**
     * Tells, by one {@code NAME=value} of its environment, a process that belongs to an installation: the services, the
     * instances and the workers carry the installation's id, alone or in front of their own ({@code ID/…}).
     */
    public static Predicate<String> mark(String installationId) {
        return entry -> {
            String value = entry.substring(entry.indexOf('=') + 1);
            return entry.startsWith("ATELIER_")
                    && (value.equals(installationId) || value.startsWith(installationId + "/"));
        };
    }

    /** What it takes to run a service. */
    public ServiceSpec spec(AtelierService service) {
        return new ServiceSpec(
                service.id(),
                command(service),
                environment(service),
                home.root(),
                home.log(service.id()),
                "http://127.0.0.1:" + ports.management(service) + "/q/health/ready");
    }

    /** The address that users and programs see. */
    public String url(AtelierService service) {
        return "http://127.0.0.1:" + ports.of(service);
    }

    private List<String> command(AtelierService service) {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.add("-XX:+UseSerialGC");
        command.add("-Xms" + (64 + service.youngMegabytes()) + "m");
        command.add("-Xmx" + service.heapMegabytes() + "m");
        if (service.youngMegabytes() > 0) {
            command.add("-Xmn" + service.youngMegabytes() + "m");
        }
        command.add("-Xss512k");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-XX:-UsePerfData");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-jar");
        command.add(release.application(service).resolve("quarkus-run.jar").toString());
        return command;
    }

    private Map<String, String> environment(AtelierService service) {
        Map<String, String> environment = new TreeMap<>();
        environment.put(MARK, installationId);
        environment.put("ATELIER_INSTALLATION_ID", installationId);
        environment.put("ATELIER_DATA_DIR", home.root().toString());
        environment.put("ATELIER_PUBLIC_URL", url(AtelierService.STUDIO));
        environment.put("ATELIER_SECURITY_MODE", "local");
        environment.put("ATELIER_SECURITY_OPERATOR_TOKEN_FILE", home.token().toString());
        environment.put("ATELIER_SECURITY_SIGNING_KEY_FILE", home.signingKey().toString());
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(ports.of(service)));
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(ports.management(service)));
        environment.put(
                "QUARKUS_DATASOURCE_JDBC_URL",
                "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/" + service.database());
        environment.put("QUARKUS_DATASOURCE_USERNAME", dev.atelier.local.postgres.PostgresServer.ROLE);
        environment.put("QUARKUS_DATASOURCE_PASSWORD", databasePassword);
        environment.put("QUARKUS_DATASOURCE_JDBC_MAX_SIZE", "16");
        client(environment, "BILLING", AtelierService.BILLING);
        client(environment, "STUDIO", AtelierService.STUDIO);
        client(environment, "AUTOPILOT", AtelierService.AUTOPILOT);
        switch (service) {
            case STUDIO -> {
                environment.put("ATELIER_ENGINE", "local");
                environment.put("ATELIER_ENGINE_LOCAL_ENVIRONMENTS_DIR", environments.toString());
                environment.put("ATELIER_ENGINE_LOCAL_AUTOPILOT_URL", url(AtelierService.AUTOPILOT));
                environment.put("ATELIER_ENGINE_LOCAL_BILLING_URL", url(AtelierService.BILLING));
            }
            case AUTOPILOT -> {
                environment.put("ATELIER_AUTOPILOT_PUBLIC_URL", url(AtelierService.AUTOPILOT));
                environment.put("ATELIER_AUTOPILOT_WORKER_JAR", release.worker().toString());
                environment.put("ATELIER_AUTOPILOT_WORKER_JAVA", java());
            }
            case BILLING -> {}
        }
        return environment;
    }

    private void client(Map<String, String> environment, String name, AtelierService service) {
        environment.put("QUARKUS_GRPC_CLIENTS_" + name + "_HOST", "127.0.0.1");
        environment.put("QUARKUS_GRPC_CLIENTS_" + name + "_PORT", Integer.toString(ports.of(service)));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "ServiceConfiguration[home=" + home.root() + ", ports=" + ports + ", release=" + release + "]";
    }
}
