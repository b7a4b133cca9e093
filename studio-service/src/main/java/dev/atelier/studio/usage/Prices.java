package dev.atelier.studio.usage;

import dev.atelier.api.time.ProtoTimes;
import dev.atelier.billing.v1.Component;
import dev.atelier.billing.v1.ListPricesRequest;
import dev.atelier.billing.v1.ListPricesResponse;
import dev.atelier.billing.v1.PriceServiceGrpc;
import dev.atelier.platform.config.Installation;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * What instance types cost per hour, from billing's price book. Answers come from memory; the book is read again in the background when
 * it is older than a minute, and an old one is kept while billing is away.
 */
@ApplicationScoped
public class Prices {
    private static final Logger LOG = Logger.getLogger(Prices.class);
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final long DEADLINE_SECONDS = 2;
    private static final int PAGE_SIZE = 100;

    private final PriceServiceGrpc.PriceServiceBlockingStub billing;
    private final Installation installation;
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile Map<String, Price> book = Map.of();
    private volatile long nextReadNanos = System.nanoTime();

    Prices(@GrpcClient("billing") PriceServiceGrpc.PriceServiceBlockingStub billing, Installation installation) {
        this.billing = billing;
        this.installation = installation;
    }

    /** The price of one instance of this type for an hour; empty when the book has none or has not been read yet. */
    public Optional<Price> perHour(String instanceType) {
        refreshIfOld();
        return Optional.ofNullable(book.get(instanceType));
    }

    private void refreshIfOld() {
        if (System.nanoTime() - nextReadNanos < 0 || !reading.compareAndSet(false, true)) {
            return;
        }
        Thread reader = Thread.ofVirtual().name("prices").start(this::refresh);
        if (book.isEmpty()) {
            await(reader);
        }
    }

    /** The very first answer is worth a moment's wait. */
    private static void await(Thread reader) {
        try {
            reader.join(Duration.ofMillis(500));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void refresh() {
        Duration next = RETRY;
        try {
            book = read();
            next = FRESH;
        } catch (StatusRuntimeException e) {
            LOG.debugf("The price book could not be read: %s", e.getStatus());
        } catch (RuntimeException e) {
            LOG.warn("The price book could not be read", e);
        } finally {
            nextReadNanos = System.nanoTime() + next.toNanos();
            reading.set(false);
        }
    }

    private Map<String, Price> read() {
        Map<String, dev.atelier.billing.v1.Price> newest = new HashMap<>();
        String token = "";
        do {
            ListPricesResponse page = billing.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .listPrices(ListPricesRequest.newBuilder()
                            .setComponent(Component.COMPONENT_STUDIO)
                            .setRegion(installation.region())
                            .setPageSize(PAGE_SIZE)
                            .setPageToken(token)
                            .build());
            for (dev.atelier.billing.v1.Price price : page.getPricesList()) {
                newest.merge(price.getInstanceType(), price, Prices::later);
            }
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        Map<String, Price> prices = new HashMap<>();
        newest.forEach((type, price) -> prices.put(type, toPrice(price)));
        return Map.copyOf(prices);
    }

    private static dev.atelier.billing.v1.Price later(
            dev.atelier.billing.v1.Price one, dev.atelier.billing.v1.Price other) {
        return validFrom(other).isAfter(validFrom(one)) ? other : one;
    }

    private static Instant validFrom(dev.atelier.billing.v1.Price price) {
        return ProtoTimes.instant(price.getValidFrom());
    }

    private static Price toPrice(dev.atelier.billing.v1.Price price) {
        return new Price(
                new BigDecimal(price.getPricePerHour().getAmount()),
                price.getPricePerHour().getCurrency(),
                price.getEstimated());
    }
}
