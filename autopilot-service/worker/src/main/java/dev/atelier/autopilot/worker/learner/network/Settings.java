package dev.atelier.autopilot.worker.learner.network;

import dev.atelier.autopilot.worker.learner.Parameters;

/**
 * A network's settings, by the names that AutoGluon gives them.
 *
 * @param layers {@code num_layers}, hidden layers
 * @param units {@code hidden_size}, units of each
 * @param activation {@code activation}, "relu" or "elu"
 * @param dropout {@code dropout_prob}
 * @param rate {@code learning_rate}, the highest
 * @param decay {@code weight_decay}
 * @param batch {@code batch_size}
 * @param periodic {@code num_emb_type} "pbld": numbers have {@link Periodic} embeddings
 * @param epochs {@link Parameters#ROUNDS}, most passes over the rows
 */
record Settings(
        int layers,
        int units,
        Activation activation,
        double dropout,
        double rate,
        double decay,
        int batch,
        boolean periodic,
        int epochs) {

    private static final int[] ROWS = {2_500, 10_000, 50_000, Integer.MAX_VALUE};
    private static final int[] BATCHES = {64, 128, 256, 512};
    private static final int[] EPOCHS = {120, 80, 40, 20};

    static Settings of(Parameters parameters, int rows) {
        int size = 0;
        while (rows > ROWS[size]) {
            size++;
        }
        return new Settings(
                Math.max(1, parameters.integer("num_layers", 2)),
                Math.max(1, parameters.integer("hidden_size", 128)),
                "elu".equals(parameters.values().get("activation")) ? Activation.ELU : Activation.RELU,
                Math.clamp(parameters.number("dropout_prob", 0.1), 0, 0.9),
                parameters.number("learning_rate", 3e-3),
                parameters.number("weight_decay", 0.01),
                Math.max(2, parameters.integer("batch_size", BATCHES[size])),
                "pbld".equals(parameters.values().get("num_emb_type")),
                Math.max(1, parameters.integer(Parameters.ROUNDS, EPOCHS[size])));
    }

    double embeddingDeviation() {
        return 0.1;
    }
}
