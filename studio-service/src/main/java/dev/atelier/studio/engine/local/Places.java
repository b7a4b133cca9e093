package dev.atelier.studio.engine.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.studio.engine.AppSpec;
import dev.atelier.studio.tenancy.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Where the local engine keeps what, and how it marks its processes. A name becomes a path only when it is an id. */
final class Places {
    /** The installation that a process belongs to. */
    static final String INSTALLATION_MARK = "ATELIER_INSTALLATION";
    /** The app that a process belongs to: installation, data directory and id, so that no two installations meet. */
    static final String APP_MARK = "ATELIER_APP";

    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,64}");

    private final LocalEngine.Settings settings;
    private final Function<Owner, Path> homes;
    private final ObjectMapper json;

    Places(LocalEngine.Settings settings, Function<Owner, Path> homes, ObjectMapper json) {
        this.settings = settings;
        this.homes = homes;
        this.json = json;
    }

    static boolean isId(String name) {
        return ID.matcher(name).matches();
    }

    /** @throws IllegalArgumentException when the name is not an id */
    static String checked(String name) {
        if (!isId(name)) {
            throw new IllegalArgumentException("not an id: " + name);
        }
        return name;
    }

    /** The directories of all apps, by their ids. */
    Path apps() {
        return settings.dataDir().resolve("apps");
    }

    AppDirectory app(String appId) {
        return new AppDirectory(apps().resolve(checked(appId)), json);
    }

    /** The temporary files of an instance's apps. */
    Path instance(String instanceId) {
        return settings.dataDir().resolve("instances").resolve(checked(instanceId));
    }

    Path home(Owner owner) {
        return homes.apply(owner);
    }

    /** The environments of built images, by the ids of their versions. */
    Path images() {
        return settings.dataDir().resolve("images");
    }

    /** The Python environment of a shipped image. */
    Path environment(String image) {
        return settings.environmentsDir().resolve(checked(image));
    }

    /** The value of {@link #APP_MARK} of an app's processes; for "", what those of all apps begin with. */
    String mark(String appId) {
        return settings.installation() + "@" + settings.dataDir() + "/" + appId;
    }

    /** Not the app's own: what a script left running is not in the way of the app's start. */
    String scriptMark(String appId) {
        return mark(appId) + "/script";
    }

    /** Makes the directories in which a process of an app runs. */
    void make(AppSpec spec) throws IOException {
        Files.createDirectories(instance(spec.instanceId()));
        Files.createDirectories(home(spec.owner()));
    }

    /** What a process of an app on its instance is given: what {@link #marked} says, and where its temporary files go. */
    Map<String, String> placed(AppSpec spec) {
        Map<String, String> environment = marked(spec.appId());
        environment.put("TMPDIR", instance(spec.instanceId()).toString());
        return environment;
    }

    /** What an app's process is given: what is passed on, and its marks. */
    Map<String, String> marked(String appId) {
        Map<String, String> environment = new HashMap<>(settings.passedEnvironment());
        environment.put(INSTALLATION_MARK, settings.installation());
        environment.put(APP_MARK, mark(appId));
        return environment;
    }
}
