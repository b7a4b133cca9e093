package dev.atelier.local.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.local.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir
    private Path directory;

    @Test
    void secretsAreMadeOnceWith256BitsForTheOwnerOnly() throws IOException {
        Home home = new Home(directory.resolve("home"));
        home.create();
        String token = Home.read(home.token());
        String id = home.installationId().orElseThrow();

        home.create();

        assertThat(Home.read(home.token())).isEqualTo(token);
        assertThat(home.installationId()).contains(id);
        for (Path secret : new Path[] {home.token(), home.signingKey(), home.databasePassword()}) {
            assertThat(Base64.getUrlDecoder().decode(Home.read(secret))).hasSize(32);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.root())))
                .isEqualTo("rwx------");
    }

    @Test
    void portsAreCountedFromTheBase() {
        assertThat(new Ports(9000).all().keySet()).containsExactly(9000, 9001, 9002, 9003, 9010, 9011, 9012);
        assertThatThrownBy(() -> new Ports(80))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("--port-base 80");
    }

    @Test
    void secretsAreOnNoCommandLineAndInNoText() throws IOException {
        Home home = new Home(directory.resolve("home"));
        home.create();
        ServiceConfiguration configuration = new ServiceConfiguration(
                home, "local-1", new Ports(9000), new Release(directory), directory, "the-password");

        for (AtelierService service : AtelierService.values()) {
            ServiceSpec spec = configuration.spec(service);
            assertThat(spec.environment())
                    .containsEntry("QUARKUS_DATASOURCE_PASSWORD", "the-password")
                    .containsEntry("ATELIER_INSTALLATION", "local-1")
                    .containsEntry("QUARKUS_HTTP_HOST", "127.0.0.1")
                    .doesNotContainValue(Home.read(home.token()))
                    .doesNotContainValue(Home.read(home.signingKey()));
            assertThat(String.join(" ", spec.command())).doesNotContain("the-password");
            assertThat(spec.toString() + configuration).doesNotContain("the-password");
        }
    }

    @Test
    void processesAreToldByTheInstallationsId() {
        Predicate<String> mark = ServiceConfiguration.mark("local-1");

        assertThat(Stream.of("ATELIER_INSTALLATION=local-1", "ATELIER_APP=local-1/app-7", "ATELIER_WORK=local-1/t/3"))
                .allMatch(mark);
        assertThat(Stream.of("ATELIER_INSTALLATION=local-12", "OTHER=local-1", "ATELIER_APP=/x/local-1/app-7", "PATH"))
                .noneMatch(mark);
    }
}
