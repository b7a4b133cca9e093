package dev.atelier.local;

import dev.atelier.local.command.BenchCommand;
import dev.atelier.local.command.Context;
import dev.atelier.local.command.DownCommand;
import dev.atelier.local.command.LogsCommand;
import dev.atelier.local.command.Options;
import dev.atelier.local.command.StatusCommand;
import dev.atelier.local.command.TestCommand;
import dev.atelier.local.command.UpCommand;
import dev.atelier.local.command.WalkCommand;
import java.nio.file.Path;

/** Reads the command line of {@code ./atelier} and runs one command. */
public final class Main {
    private static final String HELP = """
            Atelier on this machine.

              ./atelier up [--detach]        sets up what is missing, starts everything, prints the addresses; stays until Ctrl-C,
                                             which stops everything. With --detach it returns when all is ready
              ./atelier down                 stops everything
              ./atelier status               what runs
              ./atelier logs [SERVICE] [-f]  the logs: studio-service, autopilot-service, billing-service, postgres, supervisor
              ./atelier walk [--autopilot-seconds N]
                                             the guided tour through the public API, against the running system
              ./atelier bench [NAME [OPTION…]]
                                             measures beside peers, on a system of its own; without a name it lists what there is
              ./atelier test [MAVEN OPTION…] builds and tests everything
              ./atelier help                 this

            Options
              --port-base N   the first of the ports (default 8700, or the last one used): N studio, N+1 autopilot, N+2 billing,
                              N+3 PostgreSQL, N+10 to N+12 health and metrics
              --home DIR      where all state lives (default $ATELIER_HOME, or .atelier in the repository)
            """;

    private Main() {}

    public static void main(String[] arguments) {
        int exit;
        try {
            exit = run(arguments);
        } catch (LauncherException e) {
            System.err.println(e.getMessage());
            exit = 1;
        }
        System.exit(exit);
    }

    private static int run(String[] arguments) {
        Path repository = Path.of(System.getProperty("atelier.repository", "."))
                .toAbsolutePath()
                .normalize();
        Options options = Options.parse(arguments, repository);
        Context context = Context.of(repository, options);
        return switch (options.command()) {
            case UP -> new UpCommand(context).run();
            case SUPERVISE -> new UpCommand(context).supervise();
            case DOWN -> new DownCommand(context).run();
            case STATUS -> new StatusCommand(context).run();
            case LOGS -> new LogsCommand(context).run();
            case WALK -> new WalkCommand(context).run();
            case BENCH -> new BenchCommand(context).run();
            case TEST -> new TestCommand(context).run();
            case HELP -> {
                System.out.print(HELP);
                yield 0;
            }
        };
    }
}
