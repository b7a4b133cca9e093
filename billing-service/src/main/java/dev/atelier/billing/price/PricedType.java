package dev.atelier.billing.price;

import dev.atelier.billing.price.book.InstanceSpec;

/** An instance type with what it has and what it costs. */
public record PricedType(InstanceSpec spec, Price price) {}
