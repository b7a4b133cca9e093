package dev.atelier.bench.autopilot;

import dev.atelier.bench.Bench;
import dev.atelier.bench.BenchException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What can be measured, by name. */
final class Methods {

    /** In the order of the table. */
    static final List<String> NAMES = List.of(Worker.NAME, "forest", "flaml", "autogluon");

    private static final String NONE = "none";

    private Methods() {}

    /**
     * Those that {@code --methods} names, installed; all that can be installed when it is not given.
     *
     * @throws BenchException when one is unknown, or is named and cannot be installed
     */
    static List<Contender> chosen(Bench bench) throws InterruptedException {
        boolean asked = bench.options().text("methods").isPresent();
        List<Contender> contenders = new ArrayList<>();
        for (String name : named(bench)) {
            try {
                contenders.add(method(name, bench));
            } catch (IOException | BenchException e) {
                if (asked) {
                    throw new BenchException(name + " cannot be installed: " + e.getMessage(), e);
                }
                bench.figures().say("without " + name + ", which cannot be installed: " + e.getMessage());
            }
        }
        return contenders;
    }

    private static List<String> named(Bench bench) {
        List<String> names = bench.options().list("methods", NAMES);
        if (names.equals(List.of(NONE))) {
            return List.of();
        }
        if (!NAMES.containsAll(names)) {
            throw new BenchException("--methods are among " + NAMES + ", or are none");
        }
        return names;
    }

    private static Contender method(String name, Bench bench) throws IOException, InterruptedException {
        return switch (name) {
            case Worker.NAME -> new Worker(bench.repository());
            case "autogluon" -> PythonPeer.install(name, "autogluon", bench.directory());
            default -> PythonPeer.install(name, "flaml", bench.directory());
        };
    }
}
