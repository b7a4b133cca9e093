package dev.atelier.autopilot.worker.job;

/** The data set or the request cannot be used. */
public final class RefusedException extends RuntimeException {

    public static final String DATASET = "datasetPath";
    public static final String TARGET = "targetColumn";
    public static final String GROUP = "groupColumn";
    public static final String TIME = "timeColumn";
    public static final String WEIGHT = "sampleWeightColumn";
    public static final String FEATURES = "featureColumns";
    public static final String TYPES = "featureTypes";
    public static final String VALIDATION = "validationFraction";
    public static final String VALIDATION_ROWS = "trainingRows";

    private final Refusal refusal;

    public RefusedException(Refusal.Code code, String field, String message) {
        super(message);
        this.refusal = new Refusal(code, field, message);
    }

    public static RefusedException dataset(Refusal.Code code, String message) {
        return new RefusedException(code, DATASET, message);
    }

    public static RefusedException target(String message) {
        return new RefusedException(Refusal.Code.TARGET_INVALID, TARGET, message);
    }

    public Refusal refusal() {
        return refusal;
    }
}
