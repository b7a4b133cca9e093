package dev.atelier.autopilot.service.job;

import java.util.stream.Stream;

/** What a job in progress is doing, in order; the labels are SageMaker's secondary statuses. */
public enum Step {
    /** It waits for a slot of the engine. Nothing is billed. */
    STARTING("Starting"),
    /** The data set is explored. */
    ANALYZING_DATA("AnalyzingData"),
    /** Columns become features and rows become folds. */
    FEATURE_ENGINEERING("FeatureEngineering"),
    /** Candidates are trained. */
    MODEL_TUNING("ModelTuning"),
    /** The ensemble is made of them. */
    TRAINING_MODELS("TrainingModels"),
    /** What the best candidate's predictions depend on is measured. */
    GENERATING_EXPLAINABILITY_REPORT("GeneratingExplainabilityReport"),
    /** Reports on the candidates are made. */
    GENERATING_MODEL_INSIGHTS_REPORT("GeneratingModelInsightsReport");

    private final String label;

    Step(String label) {
        this.label = label;
    }

    /** The name on the wire. */
    public String label() {
        return label;
    }

    static Step ofLabel(String label) {
        return Stream.of(values())
                .filter(step -> step.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Unknown step " + label));
    }
}
