package dev.atelier.billing.budget;

import dev.atelier.billing.report.Meter;

/** What a meter counts, by how it is stopped. Of one component there are several kinds, which their resource ids tell apart. */
sealed interface Stoppable {
    String JOB = "automl-job/";
    String TRANSFORM = "transform-job/";
    String MONITORING = "monitoring-execution/";

    /** In words that a person can read in the audit. */
    String text();

    static Stoppable of(Meter meter) {
        String id = meter.resourceId();
        return switch (meter.component()) {
            case STUDIO -> new Instance(id, meter.usage().instanceType());
            case TRAINING, PROCESSING -> {
                if (id.startsWith(JOB)) {
                    yield new Job(meter.usage().jobName());
                }
                if (id.startsWith(TRANSFORM)) {
                    yield new Transform(meter.usage().jobName().replaceFirst("^" + TRANSFORM, ""));
                }
                yield id.startsWith(MONITORING)
                        ? new Kept(
                                "monitoring run '%s'".formatted(id), "ends by itself, after its monitor's maxRuntime")
                        : new Kept("'%s'".formatted(id), "is of a kind that a budget cannot stop");
            }
            case HOSTING -> new Endpoint(meter.usage().endpointName());
            case STORAGE -> new Kept("storage '%s'".formatted(id), "is kept: a budget deletes nobody's files");
        };
    }

    record Instance(String id, String type) implements Stoppable {
        @Override
        public String text() {
            return "instance '%s' (%s)".formatted(id, type);
        }
    }

    record Job(String name) implements Stoppable {
        @Override
        public String text() {
            return "AutoML job '%s'".formatted(name);
        }
    }

    /** Its usage calls it transform-job/NAME, since an AutoML job may have the same name. */
    record Transform(String name) implements Stoppable {
        @Override
        public String text() {
            return "transform job '%s'".formatted(name);
        }
    }

    record Endpoint(String name) implements Stoppable {
        @Override
        public String text() {
            return "endpoint '%s'".formatted(name);
        }
    }

    /** What goes on. */
    record Kept(String text, String reason) implements Stoppable {}
}
