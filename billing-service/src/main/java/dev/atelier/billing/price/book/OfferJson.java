package dev.atelier.billing.price.book;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.Reader;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads {@code index.json} of the AmazonSageMaker offer as a stream: memory grows with the prices of ours, not with the
 * file. Fields that it does not know are passed over, as AWS adds some now and then.
 */
final class OfferJson {
    /** The source stays open: its last bytes still count for its hash. */
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .build();

    private final JsonParser parser;
    private final Offer offer = new Offer();

    private OfferJson(JsonParser parser) {
        this.parser = parser;
    }

    static ParsedBook read(Reader reader) throws IOException {
        try (JsonParser parser = JSON.createParser(reader)) {
            return new OfferJson(parser).read();
        } catch (JsonProcessingException e) {
            throw BookRefused.at(
                    e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                    "not JSON: " + e.getOriginalMessage().split(" \\(start marker|\n", 2)[0]);
        }
    }

    private ParsedBook read() throws IOException {
        Map<String, String> about = new HashMap<>();
        boolean products = false;
        boolean terms = false;
        parser.nextToken();
        begin("the offer");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "products" -> {
                    products = true;
                    products();
                }
                case "terms" -> {
                    terms = true;
                    terms();
                }
                default -> {
                    if (parser.currentToken().isScalarValue()) {
                        about.put(field, parser.getText());
                        describe(about);
                    } else {
                        parser.skipChildren();
                    }
                }
            }
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw BookRefused.at(line(), "the file ends in the middle");
        }
        if (parser.nextToken() != null) {
            throw BookRefused.at(line(), "there is more behind the offer");
        }
        if (!about.getOrDefault("offerCode", "").equals(Offer.CODE)) {
            throw BookRefused.at(
                    line(), "the offer is '%s', not %s".formatted(about.getOrDefault("offerCode", ""), Offer.CODE));
        }
        if (!products || !terms) {
            throw BookRefused.at(line(), "the offer has no '%s'".formatted(products ? "terms" : "products"));
        }
        return offer.build(line());
    }

    private void describe(Map<String, String> about) {
        offer.describe(about.getOrDefault("publicationDate", ""), about.getOrDefault("version", ""));
    }

    private void products() throws IOException {
        begin("products");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String sku = parser.currentName();
            long line = line();
            parser.nextToken();
            begin("a product");
            Map<String, String> attributes = Map.of();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals("attributes");
                parser.nextToken();
                if (wanted) {
                    attributes = texts("attributes");
                } else {
                    parser.skipChildren();
                }
            }
            offer.product(new OfferProduct(sku, attributes, line));
        }
    }

    private void terms() throws IOException {
        begin("terms");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String type = parser.currentName();
            long line = line();
            parser.nextToken();
            if (!type.equals("OnDemand")) {
                offer.skip("not on demand: " + type, line);
                parser.skipChildren();
                continue;
            }
            begin("OnDemand");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String sku = parser.currentName();
                parser.nextToken();
                begin("the terms of " + sku);
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    parser.nextToken();
                    term(sku);
                }
            }
        }
    }

    private void term(String sku) throws IOException {
        begin("a term");
        String effectiveDate = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "effectiveDate" -> effectiveDate = parser.getValueAsString("");
                case "priceDimensions" -> {
                    begin("priceDimensions");
                    while (parser.nextToken() == JsonToken.FIELD_NAME) {
                        long line = line();
                        parser.nextToken();
                        dimension(sku, effectiveDate, line);
                    }
                }
                default -> parser.skipChildren();
            }
        }
    }

    private void dimension(String sku, String effectiveDate, long line) throws IOException {
        begin("a price dimension");
        Map<String, String> values = new HashMap<>();
        Map<String, String> perUnit = Map.of();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            if (field.equals("pricePerUnit")) {
                perUnit = texts("pricePerUnit");
            } else if (parser.currentToken().isScalarValue()) {
                values.put(field, parser.getText());
            } else {
                parser.skipChildren();
            }
        }
        if (perUnit.size() != 1) {
            throw BookRefused.at(line, "%d prices per unit instead of 1".formatted(perUnit.size()));
        }
        Map.Entry<String, String> price = perUnit.entrySet().iterator().next();
        offer.price(
                sku,
                OfferPrice.of(
                        effectiveDate,
                        values.getOrDefault("unit", ""),
                        values.getOrDefault("beginRange", ""),
                        values.getOrDefault("endRange", ""),
                        price.getValue(),
                        price.getKey().toUpperCase(Locale.ROOT),
                        line));
    }

    /** An object of texts, its keys in lower case; whatever is no text in it is passed over. */
    private Map<String, String> texts(String what) throws IOException {
        begin(what);
        Map<String, String> texts = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName().toLowerCase(Locale.ROOT);
            parser.nextToken();
            if (parser.currentToken().isScalarValue()) {
                texts.put(key, parser.getText());
            } else {
                parser.skipChildren();
            }
        }
        return texts;
    }

    private void begin(String what) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw BookRefused.at(line(), what + " must be an object");
        }
    }

    private long line() {
        return parser.currentLocation().getLineNr();
    }
}
