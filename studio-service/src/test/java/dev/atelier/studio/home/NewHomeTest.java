package dev.atelier.studio.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.studio.tenancy.ProfileRef;
import io.quarkus.runtime.configuration.MemorySize;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a home directory begins with. */
class NewHomeTest {
    private static final ProfileRef ANN = new ProfileRef("d-123456789abc", "ann");

    @TempDir
    Path dataDir;

    @Test
    void aNewHomeHasTheExamplesOnce() throws IOException {
        HomeDirectories homes = homes(true);
        homes.provide(ANN);
        Path examples = homes.of(ANN).resolve("examples");
        Path first = examples.resolve("1-autopilot-by-code.ipynb");
        assertThat(first).isNotEmptyFile();

        Files.writeString(first, "mine now");
        Files.delete(examples.resolve("customers.csv"));
        homes.provide(ANN);

        assertThat(first).hasContent("mine now");
        assertThat(examples.resolve("customers.csv")).doesNotExist();
    }

    @Test
    void whatAKilledServiceLeftOfANewHomeDoesNoHarm() throws IOException {
        Path half = dataDir.resolve("homes/.new/d-123456789abc.ann/examples");
        Files.createDirectories(half);
        Files.writeString(half.resolve("customers.csv"), "half");
        HomeDirectories homes = homes(true);

        homes.provide(ANN);

        assertThat(Files.size(homes.of(ANN).resolve("examples/customers.csv"))).isGreaterThan(1000);
        assertThat(dataDir.resolve("homes/.new")).isEmptyDirectory();
    }

    @Test
    void anOlderHomeStaysAsItIsAndWithoutExamplesANewOneIsEmpty() throws IOException {
        Files.createDirectories(homes(true).of(ANN));
        homes(true).provide(ANN);
        ProfileRef bob = new ProfileRef("d-123456789abc", "bob");
        homes(false).provide(bob);

        assertThat(homes(true).of(ANN)).isEmptyDirectory();
        assertThat(homes(true).of(bob)).isEmptyDirectory();
    }

    private HomeDirectories homes(boolean examples) {
        return new HomeDirectories(dataDir, Clock.systemUTC(), new Config(examples));
    }

    private record Config(boolean examples) implements HomeConfig {
        @Override
        public MemorySize maxFileSize() {
            return new MemorySize(BigInteger.TEN);
        }

        @Override
        public MemorySize maxUploadSize() {
            return new MemorySize(BigInteger.TEN);
        }
    }
}
