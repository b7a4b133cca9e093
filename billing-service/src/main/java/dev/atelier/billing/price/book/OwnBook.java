package dev.atelier.billing.price.book;

import dev.atelier.billing.price.Component;
import dev.atelier.billing.price.PriceBook;
import dev.atelier.billing.price.PriceKey;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the CSV forms of a book, told by their header:
 *
 * <ul>
 *   <li>{@code instance_type,vcpu,memory_gib,gpu,region,component,usd_per_hour,source,as_of}: one price a line, in USD;
 *   <li>{@code instance_type,vcpu,memory_gib,gpu,region,component,currency,price_per_hour,source,as_of}: the same in any
 *       currency;
 *   <li>{@code unit,region,component,currency,price_per_hour}: rates per {@code vcpu-hour}, {@code gib-hour} and
 *       {@code gpu-hour}, from which the prices of all known instance types are made.
 * </ul>
 *
 * The price of storage is per GB-month, and its lines leave vCPU, memory and GPU empty. A source that begins with {@value #DERIVED} marks an estimate: the figure was derived from other published figures.
 */
public final class OwnBook {
    static final String DERIVED = "DERIVED";

    private static final List<String> USD = List.of(
            "instance_type", "vcpu", "memory_gib", "gpu", "region", "component", "usd_per_hour", "source", "as_of");
    private static final List<String> TYPES = List.of(
            "instance_type",
            "vcpu",
            "memory_gib",
            "gpu",
            "region",
            "component",
            "currency",
            "price_per_hour",
            "source",
            "as_of");
    private static final List<String> RATES = List.of("unit", "region", "component", "currency", "price_per_hour");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final CsvReader csv;
    private final BookBuilder book = new BookBuilder();

    private OwnBook(Reader reader) {
        this.csv = new CsvReader(reader);
    }

    /**
     * Reads a whole book.
     *
     * @param known the instance types that rates are applied to
     * @throws dev.atelier.api.error.AtelierException {@code VALIDATION} that names the line and the reason
     */
    public static ParsedBook read(Reader reader, List<InstanceSpec> known) throws IOException {
        return new OwnBook(reader).read(known);
    }

    private ParsedBook read(List<InstanceSpec> known) throws IOException {
        List<String> header = csv.next().orElse(List.of());
        if (header.equals(RATES)) {
            return rates(known);
        }
        boolean usd = header.equals(USD);
        if (!usd && !header.equals(TYPES)) {
            throw BookRefused.at(
                    1,
                    "the header must be '%s', '%s' or '%s'"
                            .formatted(String.join(",", USD), String.join(",", TYPES), String.join(",", RATES)));
        }
        for (Optional<List<String>> next = csv.next(); next.isPresent(); next = csv.next()) {
            List<String> fields = sized(next.get(), header);
            int price = usd ? 6 : 7;
            String source = fields.get(price + 1);
            String type = name(fields.get(0));
            Component component = component(fields.get(5));
            if (component == Component.STORAGE) {
                hasNone(fields.subList(1, 4));
            } else {
                book.spec(new InstanceSpec(
                        type, count(fields.get(1), 1), positive(fields.get(2)), count(fields.get(3), 0)));
            }
            book.add(
                    new PriceBook.Entry(
                            new PriceKey(type, component, name(fields.get(4))),
                            positive(fields.get(price)),
                            usd ? "USD" : currency(fields.get(6)),
                            source.startsWith(DERIVED),
                            source,
                            fields.get(price + 2)),
                    csv.line());
        }
        return book.build(csv.line());
    }

    private enum Unit {
        VCPU,
        GIB,
        GPU
    }

    private record Place(String region, Component component) {}

    private record Rates(String currency, Map<Unit, BigDecimal> perHour, long line) {}

    private ParsedBook rates(List<InstanceSpec> known) throws IOException {
        Map<Place, Rates> places = new HashMap<>();
        for (Optional<List<String>> next = csv.next(); next.isPresent(); next = csv.next()) {
            List<String> fields = sized(next.get(), RATES);
            Place place = new Place(name(fields.get(1)), component(fields.get(2)));
            if (place.component() == Component.STORAGE) {
                throw refused("storage has a price of its own, and no rates");
            }
            String currency = currency(fields.get(3));
            Rates rates =
                    places.computeIfAbsent(place, _ -> new Rates(currency, new EnumMap<>(Unit.class), csv.line()));
            if (!rates.currency().equals(currency)) {
                throw refused("the currency is '%s', but was '%s' on line %d"
                        .formatted(currency, rates.currency(), rates.line()));
            }
            if (rates.perHour().putIfAbsent(unit(fields.getFirst()), positive(fields.get(4))) != null) {
                throw refused("a second rate per " + fields.getFirst());
            }
        }
        places.forEach((place, rates) -> known.forEach(spec -> apply(spec, place, rates)));
        return book.build(csv.line());
    }

    private void apply(InstanceSpec spec, Place place, Rates rates) {
        if (spec.gpu() > 0 && !rates.perHour().containsKey(Unit.GPU)) {
            book.skip("a type with GPUs, but no rate per gpu-hour", rates.line());
            return;
        }
        BigDecimal price = BigDecimal.ZERO;
        for (Map.Entry<Unit, BigDecimal> rate : rates.perHour().entrySet()) {
            BigDecimal amount = switch (rate.getKey()) {
                case VCPU -> BigDecimal.valueOf(spec.vcpu());
                case GIB -> spec.memoryGib();
                case GPU -> BigDecimal.valueOf(spec.gpu());
            };
            price = price.add(amount.multiply(rate.getValue()));
        }
        if (price.signum() == 0) {
            book.skip("a type of which no rate charges anything", rates.line());
            return;
        }
        book.add(
                new PriceBook.Entry(
                        new PriceKey(spec.instanceType(), place.component(), place.region()),
                        price,
                        rates.currency(),
                        false,
                        "rates: %d vCPU, %s GiB, %d GPU"
                                .formatted(spec.vcpu(), spec.memoryGib().toPlainString(), spec.gpu()),
                        ""),
                rates.line());
    }

    private List<String> sized(List<String> fields, List<String> header) {
        if (fields.size() != header.size()) {
            throw refused("%d fields instead of %d".formatted(fields.size(), header.size()));
        }
        return fields;
    }

    private Unit unit(String text) {
        return switch (text) {
            case "vcpu-hour" -> Unit.VCPU;
            case "gib-hour" -> Unit.GIB;
            case "gpu-hour" -> Unit.GPU;
            default -> throw refused("the unit '%s' is none of vcpu-hour, gib-hour, gpu-hour".formatted(text));
        };
    }

    private Component component(String text) {
        return Component.find(text)
                .orElseThrow(() -> refused("component '%s' is none of %s".formatted(text, Component.CODES)));
    }

    private String currency(String text) {
        if (!CURRENCY.matcher(text).matches()) {
            throw refused("'%s' is not a currency of three capitals".formatted(text));
        }
        return text;
    }

    private String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw refused("'%s' is not a name".formatted(text));
        }
        return text;
    }

    private BigDecimal positive(String text) {
        BigDecimal value = Decimals.parse(text).orElseThrow(() -> refused("'%s' is not a number".formatted(text)));
        if (value.signum() <= 0) {
            throw refused("'%s' must be above 0".formatted(text));
        }
        return value;
    }

    private void hasNone(List<String> specs) {
        if (specs.stream().anyMatch(spec -> !spec.isEmpty() && !spec.equals("0"))) {
            throw refused("storage has no vCPU, memory, or GPU: leave them empty");
        }
    }

    private int count(String text, int least) {
        try {
            int value = Integer.parseInt(text);
            if (value >= least) {
                return value;
            }
        } catch (NumberFormatException _) {
            // refused below
        }
        throw refused("'%s' is not a whole number from %d on".formatted(text, least));
    }

    private dev.atelier.api.error.AtelierException refused(String reason) {
        return BookRefused.at(csv.line(), reason);
    }
}
