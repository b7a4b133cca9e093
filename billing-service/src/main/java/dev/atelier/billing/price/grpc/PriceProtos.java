package dev.atelier.billing.price.grpc;

import dev.atelier.api.time.ProtoTimes;
import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.price.Component;
import dev.atelier.billing.price.Price;
import dev.atelier.common.v1.Money;

/** Prices, money, and components as messages. */
public final class PriceProtos {
    private PriceProtos() {}

    public static Money money(Amount amount) {
        return Money.newBuilder()
                .setAmount(amount.text())
                .setCurrency(amount.currency())
                .build();
    }

    public static dev.atelier.billing.v1.Component component(Component component) {
        return switch (component) {
            case STUDIO -> dev.atelier.billing.v1.Component.COMPONENT_STUDIO;
            case TRAINING -> dev.atelier.billing.v1.Component.COMPONENT_TRAINING;
            case PROCESSING -> dev.atelier.billing.v1.Component.COMPONENT_PROCESSING;
            case HOSTING -> dev.atelier.billing.v1.Component.COMPONENT_HOSTING;
            case STORAGE -> dev.atelier.billing.v1.Component.COMPONENT_STORAGE;
        };
    }

    /** The code of a component: "" when it was not given, something that is no code when it is not known. */
    public static String code(dev.atelier.billing.v1.Component component) {
        return switch (component) {
            case COMPONENT_UNSPECIFIED -> "";
            case COMPONENT_STUDIO -> Component.STUDIO.code();
            case COMPONENT_TRAINING -> Component.TRAINING.code();
            case COMPONENT_PROCESSING -> Component.PROCESSING.code();
            case COMPONENT_HOSTING -> Component.HOSTING.code();
            case COMPONENT_STORAGE -> Component.STORAGE.code();
            case UNRECOGNIZED -> component.name();
        };
    }

    static dev.atelier.billing.v1.Price price(Price price) {
        return dev.atelier.billing.v1.Price.newBuilder()
                .setInstanceType(price.key().instanceType())
                .setComponent(component(price.key().component()))
                .setRegion(price.key().region())
                .setPricePerHour(money(price.amount()))
                .setValidFrom(ProtoTimes.timestamp(price.validFrom()))
                .setEstimated(price.estimated())
                .setSource(price.source())
                .setPriceBook(price.book())
                .setUnit(price.key().component().unit())
                .build();
    }
}
