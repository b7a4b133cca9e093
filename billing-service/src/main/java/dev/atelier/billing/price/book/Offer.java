package dev.atelier.billing.price.book;

import dev.atelier.billing.price.Component;
import dev.atelier.billing.price.PriceBook;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts an AmazonSageMaker offer together from its products and prices, in whatever order they come, and keeps only what
 * can be a price of ours.
 */
final class Offer {
    static final String CODE = "AmazonSageMaker";

    private static final int MAX_PRODUCTS = 500_000;
    private static final String HOURS = "Hrs";
    private static final String GB_MONTHS = "GB-Mo";
    private static final String CHEAPER_TIER =
            "a cheaper tier: all usage is priced by the dearest, and marked as estimated";

    private final BookBuilder book = new BookBuilder();
    private final Map<String, Priced> products = new LinkedHashMap<>();
    private final Set<String> others = new HashSet<>();
    private final Map<String, List<OfferPrice>> prices = new HashMap<>();
    private String asOf = "";
    private String version = "";

    private record Priced(OfferProduct.Meaning.Priced meaning, long line) {}

    void describe(String publicationDate, String offerVersion) {
        asOf = publicationDate;
        version = offerVersion;
        book.version(offerVersion);
    }

    void product(OfferProduct product) {
        if (products.containsKey(product.sku())) {
            throw BookRefused.at(product.line(), "a second product with the SKU '%s'".formatted(product.sku()));
        }
        if (products.size() + others.size() >= MAX_PRODUCTS) {
            throw BookRefused.at(product.line(), "more than " + MAX_PRODUCTS + " products");
        }
        switch (product.meaning()) {
            case OfferProduct.Meaning.Priced priced -> products.put(product.sku(), new Priced(priced, product.line()));
            case OfferProduct.Meaning.Other(String reason) -> {
                others.add(product.sku());
                book.skip(reason, product.line());
            }
        }
    }

    boolean knows(String sku) {
        return products.containsKey(sku) || others.contains(sku);
    }

    void price(String sku, OfferPrice price) {
        if (others.contains(sku)) {
            return;
        }
        List<OfferPrice> known = prices.computeIfAbsent(sku, _ -> new ArrayList<>(1));
        if (known.size() >= 100 || prices.size() > MAX_PRODUCTS) {
            throw BookRefused.at(price.line(), "too many prices");
        }
        known.add(price);
    }

    void skip(String reason, long line) {
        book.skip(reason, line);
    }

    ParsedBook build(long lastLine) {
        products.forEach((sku, product) -> add(sku, product, prices.getOrDefault(sku, List.of())));
        prices.forEach((sku, dangling) -> {
            if (!knows(sku)) {
                book.skip("a price of no product", dangling.getFirst().line());
            }
        });
        return book.build(lastLine);
    }

    private void add(String sku, Priced product, List<OfferPrice> all) {
        if (all.isEmpty()) {
            book.skip("no on-demand price", product.line());
            return;
        }
        String latest = all.stream()
                .map(OfferPrice::effectiveDate)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        List<OfferPrice> tiers = all.stream()
                .filter(price -> price.effectiveDate().equals(latest))
                .sorted(Comparator.comparing(OfferPrice::begin))
                .toList();
        OfferPrice first = tiers.getFirst();
        if (tiers.stream().anyMatch(tier -> !tier.unit().equals(first.unit()))) {
            throw BookRefused.at(first.line(), "the SKU '%s' is priced in two units".formatted(sku));
        }
        boolean storage = product.meaning().key().component() == Component.STORAGE;
        if (!first.unit().equalsIgnoreCase(storage ? GB_MONTHS : HOURS)) {
            book.skip("not priced by the %s: %s".formatted(storage ? "GB-month" : "hour", first.unit()), first.line());
            return;
        }
        requireRanges(sku, tiers);
        OfferPrice dearest =
                tiers.stream().max(Comparator.comparing(OfferPrice::price)).orElseThrow();
        if (dearest.price().signum() == 0) {
            book.skip("a price of 0", first.line());
            return;
        }
        List<OfferPrice> cheaper = tiers.stream()
                .filter(tier -> tier.price().compareTo(dearest.price()) < 0)
                .toList();
        cheaper.forEach(tier -> book.skip(CHEAPER_TIER, tier.line()));
        boolean tiered = !cheaper.isEmpty();
        product.meaning().spec().ifPresent(book::spec);
        book.add(
                new PriceBook.Entry(
                        product.meaning().key(),
                        dearest.price(),
                        dearest.currency(),
                        tiered,
                        "%s %s, SKU %s%s".formatted(CODE, version, sku, tiered ? ", dearest of several tiers" : ""),
                        asOf),
                dearest.line());
    }

    /**
     * Tiers must begin at 0, touch, end nowhere, and be in one currency. Where their prices differ, the dearest one is taken and
     * marked as an estimate (ADR 33).
     */
    private static void requireRanges(String sku, List<OfferPrice> tiers) {
        OfferPrice first = tiers.getFirst();
        BigDecimal expected = BigDecimal.ZERO;
        for (OfferPrice tier : tiers) {
            if (!tier.currency().equals(first.currency())) {
                throw BookRefused.at(
                        tier.line(),
                        "the SKU '%s' is priced in %s and %s".formatted(sku, first.currency(), tier.currency()));
            }
            if (expected == null || tier.begin().compareTo(expected) != 0) {
                throw BookRefused.at(
                        tier.line(),
                        "the tiers of the SKU '%s' overlap or leave a gap at %s"
                                .formatted(sku, tier.begin().toPlainString()));
            }
            expected = tier.end();
        }
        if (expected != null) {
            throw BookRefused.at(
                    tiers.getLast().line(),
                    "the tiers of the SKU '%s' end at %s".formatted(sku, expected.toPlainString()));
        }
    }
}
