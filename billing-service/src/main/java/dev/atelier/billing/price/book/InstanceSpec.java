package dev.atelier.billing.price.book;

import java.math.BigDecimal;

/** What an instance type has. */
public record InstanceSpec(String instanceType, int vcpu, BigDecimal memoryGib, int gpu) {}
