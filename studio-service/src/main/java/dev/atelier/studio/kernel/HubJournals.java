package dev.atelier.studio.kernel;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The journals of this replica's hubs: {@code hub/<kernel>/} in the data directory. */
@ApplicationScoped
class HubJournals {
    private static final Logger LOG = Logger.getLogger(HubJournals.class);
    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

    private final Path directory;
    private final HubConfig config;
    private final Clock clock;

    HubJournals(@ConfigProperty(name = "atelier.data-dir") Path dataDir, HubConfig config, Clock clock) {
        this.directory = dataDir.toAbsolutePath().resolve("hub");
        this.config = config;
        this.clock = clock;
    }

    /** The kernel's journal, not opened yet. */
    HubJournal journal(String kernelId) {
        if (!ID.matcher(kernelId).matches()) {
            throw new IllegalArgumentException("not a kernel's id: " + kernelId);
        }
        return new HubJournal(directory.resolve(kernelId), config.diskSize().asLongValue(), clock);
    }

    /** Deletes the journals of all other kernels. */
    void retain(Set<String> kernelIds) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> journals = Files.list(directory)) {
            List<String> gone = journals.map(path -> path.getFileName().toString())
                    .filter(id -> ID.matcher(id).matches() && !kernelIds.contains(id))
                    .toList();
            gone.forEach(id -> journal(id).discard());
        } catch (IOException e) {
            LOG.warnf("Journals of kernels that are gone could not be deleted: %s", e);
        }
    }
}
