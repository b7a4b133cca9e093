package dev.atelier.autopilot.service.dataset;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.autopilot.service.support.AutopilotConfig;
import dev.atelier.autopilot.service.usage.Owner;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Files of the machine, below configured directories and in local mode only. */
@ApplicationScoped
class LocalFiles {
    private final List<String> roots;
    private final boolean local;

    LocalFiles(
            AutopilotConfig config,
            @ConfigProperty(name = "atelier.security.mode", defaultValue = "local") String securityMode) {
        this.roots = config.input().fileRoots().orElse(List.of());
        this.local = securityMode.equals("local");
    }

    /** Opens a file; what a symbolic link leads to counts as where it really lies. */
    InputStream read(Owner owner, Path path) {
        if (!local) {
            throw refused("file: inputs exist in local mode only. Upload the table, or read it from s3://.");
        }
        try {
            Path real = path.toRealPath();
            for (String root : roots) {
                Path allowed = Path.of(Inputs.of(owner, root));
                if (Files.isDirectory(allowed) && real.startsWith(allowed.toRealPath())) {
                    return open(path, real);
                }
            }
        } catch (IOException _) {
            // Whether a file outside of the directories exists is nobody's business.
        }
        throw refused("There is no readable file '%s' below the directories of atelier.autopilot.input.file-roots."
                .formatted(path));
    }

    private static InputStream open(Path asked, Path real) throws IOException {
        if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
            throw AtelierException.invalid("inputUri", "'%s' is not a file".formatted(asked));
        }
        return Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS);
    }

    private static AtelierException refused(String detail) {
        return new AtelierException(ErrorCode.PERMISSION_DENIED, detail);
    }
}
