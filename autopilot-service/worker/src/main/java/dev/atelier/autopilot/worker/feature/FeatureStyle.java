package dev.atelier.autopilot.worker.feature;

/** What kind of matrix a learner wants. */
public enum FeatureStyle {
    /** Numbers as they are, categories as codes, missing values as NaN. */
    TREE,
    /** Everything imputed and scaled, categories one-hot. */
    LINEAR,
    /** Numbers imputed and scaled, categories as codes. */
    NEURAL
}
