package dev.atelier.studio.home;

import dev.atelier.api.error.AtelierException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keeps paths that callers give inside one home directory, also where links lead out of it. */
final class Confinement {
    private static final int MAX_LENGTH = 4096;

    private final Path home;

    Confinement(Path home) throws IOException {
        this.home = home.toRealPath();
    }

    Path home() {
        return home;
    }

    /**
     * Where the path is, which need not exist. Every directory on the way is the user's own: one that is a link to somewhere else is
     * refused. The last name may be a link.
     */
    Path entry(String path) throws IOException {
        Path place = home;
        List<String> names = names(path);
        for (int i = 0; i < names.size(); i++) {
            place = place.resolve(names.get(i));
            boolean last = i == names.size() - 1;
            if (!last && Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                place = inside(path, place);
            }
        }
        return place;
    }

    /** What the path leads to, links followed; it exists and is inside. */
    Path target(String path) throws IOException {
        try {
            return inside(path, entry(path));
        } catch (NoSuchFileException _) {
            throw AtelierException.notFound("file", path);
        }
    }

    /** Whether what is at this place, links followed, is inside. */
    boolean holds(Path place) {
        try {
            return place.toRealPath().startsWith(home);
        } catch (IOException _) {
            return false;
        }
    }

    private Path inside(String path, Path place) throws IOException {
        Path real = place.toRealPath();
        if (!real.startsWith(home)) {
            throw AtelierException.invalid("path", "'" + path + "' is a link that leads out of the home directory");
        }
        return real;
    }

    private List<String> names(String path) {
        if (path.length() > MAX_LENGTH) {
            throw AtelierException.invalid("path", "is longer than " + MAX_LENGTH + " characters");
        }
        if (path.startsWith("/")) {
            throw AtelierException.invalid("path", "must be relative to the home directory");
        }
        List<String> names = new ArrayList<>();
        for (String name : path.split("/", -1)) {
            if (name.equals("..") || name.equals(".") || name.indexOf('\0') >= 0) {
                throw AtelierException.invalid("path", "must not contain '" + name.replace("\0", "\\0") + "'");
            }
            if (!name.isEmpty()) {
                names.add(checked(name));
            }
        }
        return names;
    }

    private String checked(String name) {
        try {
            if (home.resolve(name).getNameCount() == home.getNameCount() + 1) {
                return name;
            }
        } catch (InvalidPathException _) {
            // the file system has no such names
        }
        throw AtelierException.invalid("path", "'" + name + "' cannot be the name of a file");
    }
}
