package dev.atelier.autopilot.worker.learner.network;

import org.jspecify.annotations.Nullable;

/**
 * What a network knows of its inputs.
 *
 * @param categories the embeddings of all categories, in the order of {@link Inputs}
 * @param numbers the embeddings of numbers; null: numbers stand for themselves
 */
@SuppressWarnings("ArrayRecordComponent")
record Embeddings(float[][] categories, @Nullable Periodic numbers) {

    Embeddings copy() {
        return new Embeddings(Dense.copy(categories), numbers == null ? null : numbers.copy());
    }
}
