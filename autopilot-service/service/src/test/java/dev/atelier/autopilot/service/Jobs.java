package dev.atelier.autopilot.service;

import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Jobs over REST. */
public final class Jobs {
    private static final Duration LONG = Duration.ofMinutes(4);

    private Jobs() {}

    /** Makes a job with the target "y". */
    public static String create(Api api, byte[] csv, Map<String, Object> fields) {
        String name = Api.unique("job");
        Map<String, Object> body =
                new HashMap<>(Map.of("autoMlJobName", name, "targetColumn", "y", "datasetId", api.upload(csv)));
        body.putAll(fields);
        api.rest()
                .contentType("application/json")
                .body(body)
                .post("/api/v1/automl-jobs")
                .then()
                .statusCode(201);
        return name;
    }

    /** The job now. */
    public static JsonPath get(Api api, String name) {
        return api.rest()
                .get("/api/v1/automl-jobs/{name}", name)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** The leaderboard now. */
    public static List<Map<String, Object>> candidates(Api api, String name) {
        return api.rest()
                .get("/api/v1/automl-jobs/{name}/candidates", name)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items");
    }

    /** Waits for a state. */
    public static JsonPath until(Api api, String name, Predicate<JsonPath> state) {
        return await("job " + name)
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> get(api, name), state);
    }

    /** Waits for the end. */
    public static JsonPath end(Api api, String name) {
        return until(api, name, job -> List.of("Completed", "Failed", "Stopped").contains(job.getString("status")));
    }
}
