package dev.atelier.billing.price.book;

import dev.atelier.billing.price.Component;
import dev.atelier.billing.price.PriceKey;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A product of an offer, by the names of the JSON file's attributes in lower case.
 *
 * @param line where it stands
 */
record OfferProduct(String sku, Map<String, String> attributes, long line) {
    private static final Pattern LEADING_NUMBER = Pattern.compile("^([0-9]+(?:\\.[0-9]+)?)(?: GiB)?$");

    /** What a product is to us. */
    sealed interface Meaning {
        /** A price of ours. */
        record Priced(PriceKey key, Optional<InstanceSpec> spec) implements Meaning {}

        /** Nothing that Atelier meters. */
        record Other(String reason) implements Meaning {}
    }

    Meaning meaning() {
        if (!attribute("locationtype").isEmpty() && !attribute("locationtype").equals("AWS Region")) {
            return new Meaning.Other("not in a region: " + attribute("locationtype"));
        }
        String platform = attribute("platoinstancetype");
        if (platform.contains("Free")) {
            return new Meaning.Other("free tier");
        }
        if (platform.equals("Processing_DW")) {
            return new Meaning.Other("not metered: Processing_DW");
        }
        OfferUsage usage = OfferUsage.parse(attribute("usagetype"));
        String type = instanceType(usage);
        Optional<Component> component =
                usage.instanceType().isEmpty() ? OfferUsage.byPlatform(platform) : usage.component();
        if (component.isEmpty()) {
            return new Meaning.Other("not metered: " + (usage.kind().isEmpty() ? platform : usage.kind()));
        }
        if (type.isEmpty()) {
            return new Meaning.Other("no instance type");
        }
        String region = attribute("regioncode");
        if (region.isEmpty()) {
            return new Meaning.Other("no region code");
        }
        return new Meaning.Priced(new PriceKey(type, component.get(), region), spec(type));
    }

    /** The usage type tells it best; the attributes have it with a suffix, as "NA", or not at all. */
    private String instanceType(OfferUsage usage) {
        if (!usage.instanceType().isEmpty()) {
            return usage.instanceType();
        }
        String name = attribute("instancename");
        if (name.startsWith("ml.")) {
            return name;
        }
        String type = attribute("instancetype");
        int suffix = type.indexOf('-');
        String bare = suffix < 0 ? type : type.substring(0, suffix);
        return bare.startsWith("ml.") ? bare : "";
    }

    /** Nothing when the numbers are left out or "N/A". */
    private Optional<InstanceSpec> spec(String type) {
        Optional<BigDecimal> vcpu = number("vcpu");
        Optional<BigDecimal> memory = number("memory");
        if (vcpu.isEmpty()
                || memory.isEmpty()
                || vcpu.get().signum() <= 0
                || memory.get().signum() <= 0) {
            return Optional.empty();
        }
        return Optional.of(new InstanceSpec(
                type,
                vcpu.get().intValue(),
                memory.get(),
                number("gpu")
                        .or(() -> number("physicalgpu"))
                        .orElse(BigDecimal.ZERO)
                        .intValue()));
    }

    private Optional<BigDecimal> number(String attribute) {
        Matcher number = LEADING_NUMBER.matcher(attribute(attribute).replace(",", ""));
        return number.matches() ? Decimals.parse(number.group(1)) : Optional.empty();
    }

    private String attribute(String name) {
        return attributes.getOrDefault(name, "");
    }
}
