package dev.atelier.billing.budget;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.api.error.AtelierException;
import dev.atelier.billing.cost.Amount;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sends one alert: a POST of JSON with the header {@value #SIGNATURE}, {@code t=<Unix seconds>,v1=<hex>}, where v1 is the
 * HMAC-SHA256 of {@code <t>.<body>} under the webhook's secret. Any 2xx is a receipt; a redirect is none and is not followed.
 */
@ApplicationScoped
class WebhookDelivery {
    static final String SIGNATURE = "Atelier-Signature";
    static final String DELIVERY = "Atelier-Delivery";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BudgetConfig.Webhooks config;
    private final HttpClient http;

    WebhookDelivery(BudgetConfig config) {
        this.config = config.webhooks();
        this.http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(config.webhooks().timeout())
                .build();
    }

    @PreDestroy
    void close() {
        http.shutdownNow();
    }

    /** Sends it; "" when it was received, else why not. */
    String send(Webhook webhook, Alert alert, String budgetName, Instant now) throws InterruptedException {
        String body = body(alert, budgetName);
        try {
            URI uri = WebhookAddress.require(webhook.url(), config.allowPrivateAddresses());
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .timeout(config.timeout())
                    .header("Content-Type", "application/json")
                    .header(DELIVERY, "alert-" + alert.id())
                    .header(SIGNATURE, signature(webhook.secret(), now.getEpochSecond(), body))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            int status = status(request);
            return status >= 200 && status < 300 ? "" : "HTTP status " + status;
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        } catch (AtelierException e) {
            return e.detail();
        }
    }

    /** Takes nothing of the body: the timeout ends with the headers, and a body need not end. */
    private int status(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        answer.body().close();
        return answer.statusCode();
    }

    static String signature(String secret, long time, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "t=" + time + ",v1="
                    + HexFormat.of().formatHex(mac.doFinal((time + "." + body).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String body(Alert alert, String budgetName) {
        ObjectNode json = JSON.createObjectNode()
                .put("alertId", "alert-" + alert.id())
                .put("kind", alert.kind().code())
                .put("budgetId", alert.budgetId())
                .put("budgetName", budgetName)
                .put("threshold", alert.threshold())
                .put("periodStart", alert.periodStart().toString())
                .put("time", alert.time().toString())
                .put("message", alert.message());
        money(json.putObject("limit"), alert.limit());
        Amount spent = alert.spent();
        if (spent != null) {
            money(json.putObject("spent"), spent);
            json.put("estimated", alert.estimated());
        }
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void money(ObjectNode json, Amount amount) {
        json.put("amount", amount.text()).put("currency", amount.currency());
    }
}
