package dev.atelier.walk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.walk.client.Rest;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** A fresh domain with one user in it. */
final class Guest {
    private Guest() {}

    static Visit arrive(Atelier atelier) {
        Rest studio = atelier.studio();
        String domain = studio.post(
                        "/domains",
                        Map.of(
                                "domainName",
                                "it-" + UUID.randomUUID().toString().substring(0, 8)))
                .path("domainId")
                .asText();
        inService(studio, "/domains/" + domain);
        studio.post("/domains/" + domain + "/user-profiles", Map.of("userProfileName", "guest"));
        inService(studio, "/domains/" + domain + "/user-profiles/guest");
        String token = studio.post("/access-tokens", Map.of("domainId", domain, "userProfileName", "guest"))
                .path("accessToken")
                .asText();
        return new Visit(domain, "guest", token);
    }

    /** Opens a notebook's session on Data Science and the smallest instance; the answer is the session. */
    static JsonNode open(Rest studio, Visit visit, String path) {
        return open(studio, visit, path, "ml.t3.medium");
    }

    /** Opens a notebook's session on Data Science; the answer is the session. */
    static JsonNode open(Rest studio, Visit visit, String path, String instanceType) {
        return studio.post(
                "/sessions",
                Map.of(
                        "domainId",
                        visit.domainId(),
                        "userProfileName",
                        visit.user(),
                        "path",
                        path,
                        "name",
                        path,
                        "type",
                        "notebook",
                        "kernelName",
                        "python3",
                        "image",
                        "data-science",
                        "instanceType",
                        instanceType));
    }

    private static void inService(Rest studio, String path) {
        Waiting.until(
                path,
                Duration.ofSeconds(60),
                () -> studio.get(path).path("status").asText(),
                "InService"::equals);
    }
}
