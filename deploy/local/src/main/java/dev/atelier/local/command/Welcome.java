package dev.atelier.local.command;

import dev.atelier.local.LauncherException;
import dev.atelier.local.service.AtelierService;
import dev.atelier.local.service.Home;
import dev.atelier.local.service.Ports;
import dev.atelier.local.service.StudioApi;

/** The addresses of a running system, with a way into JupyterLab. */
final class Welcome {
    private final Context context;
    private final Ports ports;

    Welcome(Context context, Ports ports) {
        this.context = context;
        this.ports = ports;
    }

    void print(String headline) {
        String token = Home.read(context.home().token());
        String studio = url(AtelierService.STUDIO);
        String user = userName(System.getProperty("user.name", "me"));
        context.say("\n" + headline + "\n");
        try {
            String lab = new StudioApi(context.http(), studio, token).jupyterLab(user);
            context.say("  JupyterLab   " + lab);
            context.say("               signs one browser in as \"" + user
                    + "\", once, within 5 minutes; ./atelier up prints another");
        } catch (LauncherException e) {
            context.say("  JupyterLab   no address: " + e.getMessage());
        }
        context.say("  Studio       " + studio + "/api/v1   " + studio + "/q/swagger-ui");
        context.say("  Autopilot    " + url(AtelierService.AUTOPILOT) + "/api/v1");
        context.say("  Billing      " + url(AtelierService.BILLING) + "/api/v1");
        context.say("  Token        " + token + "   (administrator; kept in "
                + context.home().token() + ")");
        context.say("  PostgreSQL   127.0.0.1:" + ports.postgres() + "   (role atelier; password in "
                + context.home().databasePassword() + ")");
        context.say("  Logs         " + context.home().logs());
        context.say("");
    }

    private String url(AtelierService service) {
        return "http://127.0.0.1:" + ports.of(service);
    }

    /** A user profile's name made from the name of the person at the terminal. */
    static String userName(String name) {
        String cleaned = name.replaceAll("[^A-Za-z0-9-]", "-").replaceAll("^-+|-+$", "");
        String cut = cleaned.length() > 63 ? cleaned.substring(0, 63).replaceAll("-+$", "") : cleaned;
        return cut.isEmpty() ? "me" : cut;
    }
}
