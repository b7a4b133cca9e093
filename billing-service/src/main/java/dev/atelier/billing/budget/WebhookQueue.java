package dev.atelier.billing.budget;

import dev.atelier.platform.database.Database;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Delivers alerts to webhooks, at least once, each until it is received or given up. A delivery is claimed by putting its
 * next attempt off, so that replicas do not send it twice and a crash in the middle only delays it.
 */
@ApplicationScoped
class WebhookQueue {
    private static final Logger LOG = Logger.getLogger(WebhookQueue.class);
    private static final int BATCH = 20;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Database database;
    private final WebhookDelivery delivery;
    private final BudgetConfig.Webhooks config;
    private final Clock clock;

    WebhookQueue(Database database, WebhookDelivery delivery, BudgetConfig config, Clock clock) {
        this.database = database;
        this.delivery = delivery;
        this.config = config.webhooks();
        this.clock = clock;
    }

    private record Due(Alert alert, int attempts, String budgetName, Webhook webhook) {}

    @Scheduled(
            every = "${atelier.billing.budgets.webhooks.interval:PT1S}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void deliver() throws InterruptedException {
        List<Due> due = claim();
        while (!due.isEmpty()) {
            for (Due one : due) {
                Instant now = clock.instant();
                String error = delivery.send(one.webhook(), one.alert(), one.budgetName(), now);
                settle(one, error, now);
            }
            due = due.size() == BATCH ? claim() : List.of();
        }
    }

    private List<Due> claim() {
        Instant now = clock.instant();
        return database.list(
                """
                WITH due AS (
                    SELECT alert_id FROM webhook_delivery WHERE next_attempt_at <= ?
                    ORDER BY next_attempt_at LIMIT ? FOR UPDATE SKIP LOCKED
                ), claimed AS (
                    UPDATE webhook_delivery d SET attempts = attempts + 1, next_attempt_at = ?
                    FROM due WHERE d.alert_id = due.alert_id RETURNING d.alert_id, d.attempts
                )
                SELECT a.*, c.attempts, b.name AS budget_name, b.webhook_url, b.webhook_secret
                FROM claimed c JOIN budget_alert a USING (alert_id) JOIN budget b USING (budget_id)
                """,
                row -> new Due(
                        Alerts.alert(row),
                        row.integer("attempts"),
                        row.text("budget_name"),
                        new Webhook(row.text("webhook_url"), row.text("webhook_secret"))),
                now,
                BATCH,
                now.plus(config.timeout().multipliedBy(2L * BATCH)));
    }

    private void settle(Due due, String error, Instant now) {
        boolean received = error.isEmpty();
        Instant next = received || due.attempts() >= config.maxAttempts() ? null : now.plus(wait(due.attempts()));
        database.update(
                "UPDATE webhook_delivery SET delivered_at = ?, next_attempt_at = ?, last_error = ? WHERE alert_id = ?",
                received ? now : null,
                next,
                error,
                due.alert().id());
        if (!received) {
            log(due, error, next);
        }
    }

    private static void log(Due due, String error, @Nullable Instant next) {
        LOG.warnf(
                "event=webhook-%s budget=%s alert=%d attempts=%d error=%s",
                next == null ? "given-up" : "failed",
                due.alert().budgetId(),
                due.alert().id(),
                due.attempts(),
                error);
    }

    private Duration wait(int attempts) {
        Duration wait = config.backoff().multipliedBy(1L << Math.min(attempts - 1, 20));
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }
}
