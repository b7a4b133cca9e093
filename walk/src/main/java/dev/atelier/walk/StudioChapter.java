package dev.atelier.walk;

import static dev.atelier.walk.StepFailedException.require;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.walk.client.Rest;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Chapter 1: an administrator creates Studio and a user, the user opens it. */
final class StudioChapter {
    private static final String ROLE = "arn:aws:iam::123456789012:role/data-science";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Atelier atelier;
    private final Report report;
    private final CleanUp cleanUp;

    StudioChapter(Atelier atelier, Report report, CleanUp cleanUp) {
        this.atelier = atelier;
        this.report = report;
        this.cleanUp = cleanUp;
    }

    Visit run(String suffix) {
        report.chapter("Studio");
        Rest studio = atelier.studio();
        AtomicReference<String> domain = new AtomicReference<>("");
        String user = "ana";
        report.step(() -> {
            JsonNode created = studio.post("/domains", Map.of("domainName", "walk-" + suffix));
            domain.set(created.path("domainId").asText());
            cleanUp.later("domain " + domain.get(), () -> studio.delete("/domains/" + domain.get()));
            inService("/domains/" + domain.get());
            return "POST /domains: " + domain.get() + ", "
                    + created.path("status").asText() + ", then InService";
        });
        String profile = "/domains/" + domain.get() + "/user-profiles/" + user;
        report.step(() -> {
            studio.post(
                    "/domains/" + domain.get() + "/user-profiles",
                    Map.of("userProfileName", user, "team", "risk", "executionRole", ROLE));
            cleanUp.later("user profile " + user, () -> removeProfile(profile));
            JsonNode ready = inService(profile);
            return "POST /user-profiles: " + user + " of team "
                    + ready.path("team").asText() + ", InService";
        });
        report.meteredBy(() -> atelier.spent(domain.get()));
        report.step(() -> openJupyterLab(studio, domain.get(), user));
        AtomicReference<Visit> visit = new AtomicReference<>();
        report.step(() -> {
            JsonNode token = studio.post("/access-tokens", Map.of("domainId", domain.get(), "userProfileName", user));
            visit.set(new Visit(domain.get(), user, token.path("accessToken").asText()));
            Rest asUser = atelier.studio(visit.get().token());
            int others = asUser.status("/domains/" + domain.get() + "/user-profiles/someone-else");
            require(others == 403, "Another user's profile answered " + others + " to " + user + ", not 403");
            return "POST /access-tokens: from here on " + user
                    + " acts for herself; another user's profile is 403 for her";
        });
        return visit.get();
    }

    private String openJupyterLab(Rest studio, String domain, String user) {
        String url = studio.post("/presigned-urls", Map.of("domainId", domain, "userProfileName", user))
                .path("authorizedUrl")
                .asText();
        try (HttpClient browser = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            HttpResponse<String> page = Waiting.until(
                    "JupyterLab behind the pre-signed URL",
                    LIMIT,
                    new PageLoad(browser, url),
                    response -> response.statusCode() == 200 && response.body().contains("jupyter-config-data"));
            String again = new PageLoad(HttpClient.newHttpClient(), url).get().statusCode() + "";
            require(!again.startsWith("2"), "The pre-signed URL worked twice");
            return "Pre-signed URL opens JupyterLab at " + page.uri().getPath() + " once (then " + again + ")";
        }
    }

    private JsonNode inService(String path) {
        Rest studio = atelier.studio();
        return Waiting.until(path + " InService", LIMIT, () -> studio.get(path), resource -> {
            String status = resource.path("status").asText();
            require(
                    !status.equals("Failed"),
                    path + " failed: " + resource.path("failureReason").asText());
            return status.equals("InService");
        });
    }

    private void removeProfile(String profile) {
        Rest studio = atelier.studio();
        JsonNode apps = studio.get(profile + "/apps?pageSize=100").path("items");
        for (JsonNode app : apps) {
            if (List.of("Pending", "InService").contains(app.path("status").asText())) {
                studio.delete(profile + "/apps/" + app.path("appType").asText() + "/"
                        + app.path("appName").asText());
            }
        }
        Waiting.until(
                "The end of all apps",
                LIMIT,
                () -> studio.get(profile + "/apps?pageSize=100").path("items"),
                StudioChapter::allEnded);
        studio.delete(profile);
        Waiting.until("The end of " + profile, LIMIT, () -> studio.status(profile), status -> status == 404);
    }

    private static boolean allEnded(JsonNode apps) {
        for (JsonNode app : apps) {
            if (!List.of("Deleted", "Failed").contains(app.path("status").asText())) {
                return false;
            }
        }
        return true;
    }

    /** Loads a page; the first time it is a pre-signed URL, later the place that it led to. */
    private static final class PageLoad implements java.util.function.Supplier<HttpResponse<String>> {
        private final HttpClient browser;
        private URI next;

        private PageLoad(HttpClient browser, String url) {
            this.browser = browser;
            this.next = URI.create(url);
        }

        @Override
        public HttpResponse<String> get() {
            try {
                HttpResponse<String> response = browser.send(
                        HttpRequest.newBuilder(next).timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
                next = response.uri();
                return response;
            } catch (IOException e) {
                throw new StepFailedException("JupyterLab does not answer: " + e, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StepFailedException("interrupted", e);
            }
        }
    }
}
