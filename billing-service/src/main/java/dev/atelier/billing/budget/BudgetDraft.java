package dev.atelier.billing.budget;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.cost.ExactCost;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A budget as a caller gave it, not yet checked. Texts are empty where nothing was given.
 *
 * @param scopeName the user, team, project, or key of the tag
 * @param rollingDays 0: calendar months
 * @param timeZone of the months; empty: UTC
 * @param thresholds empty: 50, 80, 100
 * @param enforcement a code of {@link Enforcement}; empty: none
 */
public record BudgetDraft(
        String name,
        String scopeType,
        String domainId,
        String scopeName,
        String scopeValue,
        String amount,
        String currency,
        int rollingDays,
        String timeZone,
        List<Integer> thresholds,
        String enforcement,
        @Nullable Duration grace,
        int maxInstances,
        String webhookUrl,
        String webhookSecret) {
    private static final List<Integer> DEFAULT_THRESHOLDS = List.of(50, 80, 100);
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,12})?");
    private static final Duration MAX_GRACE = Duration.ofDays(7);
    private static final int MAX_DAYS = 366;
    private static final int MIN_SECRET = 16;
    private static final int MAX_TEXT = 256;

    public BudgetDraft {
        thresholds = List.copyOf(thresholds);
    }

    /**
     * Checks everything but the address of the webhook.
     *
     * @param known the budget that it replaces: its webhook's secret stays when none is given
     * @throws AtelierException {@code VALIDATION} that names every wrong field
     */
    Budget budget(String id, Instant now, String by, @Nullable Budget known) {
        List<FieldViolation> violations = new ArrayList<>();
        require(violations, !name.isBlank() && name.length() <= MAX_TEXT, "name", "must be 1 to 256 characters");
        Optional<Scope> scope = Scope.of(scopeType, domainId, scopeName, scopeValue);
        require(
                violations,
                scope.isPresent(),
                "scope",
                "must be installation, domain (domainId), user (domainId, name), team (name), project (name), or tag "
                        + "(name, value), with exactly these fields");
        BigDecimal limit = DECIMAL.matcher(amount).matches() ? new BigDecimal(amount) : BigDecimal.ZERO;
        require(violations, limit.signum() > 0, "limit.amount", "must be a decimal above 0");
        require(violations, CURRENCY.matcher(currency).matches(), "limit.currency", "must be three capitals");
        require(
                violations,
                rollingDays >= 0 && rollingDays <= MAX_DAYS,
                "rollingDays",
                "must be between 1 and " + MAX_DAYS);
        Optional<Period> period = period();
        require(violations, period.isPresent(), "timeZone", "must be a zone like Asia/Tokyo");
        List<Integer> percents = thresholds.isEmpty()
                ? DEFAULT_THRESHOLDS
                : thresholds.stream().distinct().sorted().toList();
        require(
                violations,
                percents.size() <= 20 && percents.stream().allMatch(percent -> percent >= 1 && percent <= 1000),
                "thresholds",
                "must be at most 20 percents between 1 and 1000");
        Optional<Enforcement> enforced =
                enforcement.isEmpty() ? Optional.of(Enforcement.NONE) : Enforcement.find(enforcement);
        require(violations, enforced.isPresent(), "enforcement", "must be one of " + Enforcement.CODES);
        Duration given = grace == null ? Duration.ZERO : grace;
        require(
                violations,
                !given.isNegative() && given.compareTo(MAX_GRACE) <= 0,
                "grace",
                "must be between 0 and 7 days");
        require(violations, maxInstances >= 0, "maxInstances", "must be at least 1");
        Webhook webhook = webhook(known);
        require(
                violations,
                webhook.url().isEmpty() || webhook.secret().length() >= MIN_SECRET,
                "webhook.secret",
                "must have at least %d characters".formatted(MIN_SECRET));
        require(
                violations,
                webhook.url().length() <= 2048 && webhook.secret().length() <= MAX_TEXT,
                "webhook",
                "is too long");
        if (!violations.isEmpty()) {
            throw AtelierException.invalid(violations);
        }
        return new Budget(
                id,
                name,
                scope.orElseThrow(),
                new Amount(ExactCost.plain(limit), currency),
                period.orElseThrow(),
                percents,
                enforced.orElseThrow(),
                given,
                maxInstances,
                webhook,
                known == null ? now : known.createdAt(),
                known == null ? by : known.createdBy(),
                known == null ? null : known.overrideUntil(),
                known == null ? null : known.exceededAt());
    }

    private Webhook webhook(@Nullable Budget known) {
        if (webhookUrl.isEmpty()) {
            return Webhook.NONE;
        }
        boolean keep = webhookSecret.isEmpty()
                && known != null
                && known.webhook().url().equals(webhookUrl);
        return new Webhook(webhookUrl, keep ? known.webhook().secret() : webhookSecret);
    }

    private Optional<Period> period() {
        if (rollingDays != 0) {
            return Optional.of(new Period.Rolling(rollingDays));
        }
        try {
            return Optional.of(new Period.Month(ZoneId.of(timeZone.isEmpty() ? "UTC" : timeZone)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static void require(List<FieldViolation> violations, boolean right, String field, String message) {
        if (!right) {
            violations.add(new FieldViolation(field, message));
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "BudgetDraft[name=%s, scopeType=%s]".formatted(name, scopeType);
    }
}
