package dev.atelier.local.command;

import dev.atelier.local.environment.PythonEnvironment;
import dev.atelier.local.service.Home;
import dev.atelier.local.service.Ports;
import dev.atelier.local.service.RunRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What every command works with. */
public record Context(Path repository, Options options, Home home, RunRecords records, HttpClient http) {
    static Context of(Path repository, Options options, HttpClient http) {
        Home home = new Home(options.home());
        return new Context(repository, options, home, new RunRecords(home.run()), http);
    }

    public static Context of(Path repository, Options options) {
        return of(
                repository,
                options,
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(2))
                        .build());
    }

    void say(String line) {
        System.out.println(line);
    }

    /** The ports: as asked for, else those of the running system, else those of the last start, else the default. */
    Ports ports() {
        return new Ports(options.portBase()
                .or(() -> records.supervisor()
                        .filter(supervisor -> supervisor.process().alive())
                        .map(RunRecords.Supervising::portBase))
                .orElseGet(this::lastPortBase));
    }

    void rememberPorts(Ports ports) {
        try {
            Files.writeString(home.root().resolve("port-base"), ports.base() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int lastPortBase() {
        Path file = home.root().resolve("port-base");
        return Files.exists(file) ? Integer.parseInt(Home.read(file)) : Ports.DEFAULT_BASE;
    }

    /** The Python environment of the Data Science image. */
    PythonEnvironment dataScience() {
        return new PythonEnvironment(
                "data-science",
                repository.resolve("deploy/local/environments/data-science/requirements.txt"),
                home.environments(),
                this::say);
    }
}
