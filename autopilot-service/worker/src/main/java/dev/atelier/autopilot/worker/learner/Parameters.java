package dev.atelier.autopilot.worker.learner;

import java.util.Map;

/** A learner's settings as the plan has them. */
public record Parameters(Map<String, Object> values) {

    public double number(String name, double otherwise) {
        return values.get(name) instanceof Number number ? number.doubleValue() : otherwise;
    }

    public int integer(String name, int otherwise) {
        return values.get(name) instanceof Number number ? number.intValue() : otherwise;
    }
}
