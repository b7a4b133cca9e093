package dev.atelier.billing.price.book;

import java.io.IOException;
import java.io.Reader;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code index.csv} of the AmazonSageMaker offer: five lines about the file, a header, then one line a price. Columns
 * are found by their names, which are those of the JSON file with spaces and other capitals.
 */
final class OfferCsv {
    private static final int PREAMBLE = 5;
    private static final List<String> NEEDED = List.of(
            "sku",
            "termtype",
            "effectivedate",
            "startingrange",
            "endingrange",
            "unit",
            "priceperunit",
            "currency",
            "usagetype");

    private final CsvReader csv;
    private final Offer offer = new Offer();

    private OfferCsv(Reader reader) {
        this.csv = new CsvReader(reader);
    }

    static ParsedBook read(Reader reader) throws IOException {
        return new OfferCsv(reader).read();
    }

    private ParsedBook read() throws IOException {
        Map<String, String> about = new HashMap<>();
        for (int i = 0; i < PREAMBLE; i++) {
            List<String> fields = csv.next().orElse(List.of());
            if (fields.size() < 2) {
                throw BookRefused.at(csv.line(), "the file must begin with five lines about itself");
            }
            about.put(name(fields.getFirst()), fields.get(1));
        }
        if (!about.getOrDefault("offercode", "").equals(Offer.CODE)) {
            throw BookRefused.at(
                    csv.line(), "the offer is '%s', not %s".formatted(about.getOrDefault("offercode", ""), Offer.CODE));
        }
        offer.describe(about.getOrDefault("publicationdate", ""), about.getOrDefault("version", ""));
        List<String> header =
                csv.next().orElse(List.of()).stream().map(OfferCsv::name).toList();
        for (String needed : NEEDED) {
            if (!header.contains(needed)) {
                throw BookRefused.at(csv.line(), "the header has no column '%s'".formatted(needed));
            }
        }
        for (Optional<List<String>> next = csv.next(); next.isPresent(); next = csv.next()) {
            row(header, next.get());
        }
        return offer.build(csv.line());
    }

    private void row(List<String> header, List<String> fields) {
        long line = csv.line();
        if (fields.size() != header.size()) {
            throw BookRefused.at(line, "%d fields instead of %d".formatted(fields.size(), header.size()));
        }
        Map<String, String> values = HashMap.newHashMap(header.size());
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.get(i).isEmpty()) {
                values.put(header.get(i), fields.get(i));
            }
        }
        String sku = values.getOrDefault("sku", "");
        if (sku.isEmpty()) {
            throw BookRefused.at(line, "no SKU");
        }
        if (!values.getOrDefault("termtype", "").equals("OnDemand")) {
            offer.skip("not on demand: " + values.getOrDefault("termtype", ""), line);
            return;
        }
        if (!offer.knows(sku)) {
            offer.product(new OfferProduct(sku, values, line));
        }
        offer.price(
                sku,
                OfferPrice.of(
                        values.getOrDefault("effectivedate", ""),
                        values.getOrDefault("unit", ""),
                        values.getOrDefault("startingrange", ""),
                        values.getOrDefault("endingrange", ""),
                        values.getOrDefault("priceperunit", ""),
                        values.getOrDefault("currency", ""),
                        line));
    }

    /** "Location Type" as {@code locationtype}. */
    private static String name(String column) {
        return column.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
