package dev.atelier.autopilot.worker.learner.network;

import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.learner.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A network that learns from a sample, a pass over its rows at a time. One thread does all of it, so that a seed gives the same bits every time. */
final class Training {

    private final Sample sample;
    private final Inputs inputs;
    private final Outputs outputs;
    private final Settings settings;
    private final SplittableRandom random;
    private final int batch;
    private final int[] order;
    private final Weights categories;
    private final @Nullable PeriodicWeights numbers;
    private final Embeddings embeddings;
    private final List<HiddenLayer> hidden = new ArrayList<>();
    private final Weights last;
    private final Weights bias;
    private final float[][] first;
    private final float[][] firstGradient;
    private final float[][] sums;
    private final float[][] hiddenGradient;
    private final float[][] nextGradient;
    private final float[][] transposed;
    private final double[] scratch;
    private int steps;

    Training(Sample sample, Outputs outputs, Settings settings, long seed) {
        this.sample = sample;
        this.inputs = Inputs.of(sample.matrix(), settings.periodic());
        this.outputs = outputs;
        this.settings = settings;
        this.random = new SplittableRandom(seed);
        this.batch = Math.min(settings.batch(), sample.rows());
        this.order = new int[sample.rows()];
        Arrays.setAll(order, i -> i);
        this.categories = categories();
        this.numbers = inputs.periodic() ? new PeriodicWeights(inputs.numbers().size(), random) : null;
        this.embeddings = new Embeddings(categories.values(), numbers == null ? null : numbers.values());
        int width = inputs.width();
        int units = settings.units();
        for (int l = 0; l < settings.layers(); l++) {
            hidden.add(new HiddenLayer(
                    l == 0 ? width : units,
                    units,
                    batch,
                    settings.activation(),
                    settings.dropout(),
                    settings.decay(),
                    random));
        }
        this.last = new Weights(units, outputs.count(), settings.decay()).normal(Math.sqrt(1.0 / units), random);
        this.bias = new Weights(1, outputs.count(), 0);
        this.first = new float[batch][width];
        this.firstGradient = new float[inputs.embeddings() > 0 || inputs.periodic() ? batch : 0][width];
        this.sums = new float[batch][outputs.count()];
        this.hiddenGradient = new float[batch][units];
        this.nextGradient = new float[batch][units];
        this.transposed = new float[outputs.count()][units];
        this.scratch = new double[outputs.count()];
    }

    /** Small normal embeddings; those of unknown categories begin at 0. */
    private Weights categories() {
        float[][] values = new float[inputs.embeddings()][];
        for (int k = 0; k < inputs.categories().size(); k++) {
            for (int e = inputs.first().get(k); e < inputs.first().get(k + 1); e++) {
                values[e] = new float[inputs.sizes().get(k)];
            }
        }
        Weights weights = new Weights(values, settings.decay()).normal(settings.embeddingDeviation(), random);
        for (int next : inputs.first().subList(1, inputs.first().size())) {
            Arrays.fill(values[next - 1], 0);
        }
        return weights;
    }

    int batches() {
        return Math.max(1, (sample.rows() + batch / 2) / batch);
    }

    /**
     * One pass over the shuffled rows; a rest of less than half a batch waits for the next pass.
     *
     * @param rates the learning rate of each batch of the pass
     * @return whether time was enough for all of it
     */
    boolean pass(double[] rates, Deadline deadline) {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int row = order[i];
            order[i] = order[other];
            order[other] = row;
        }
        for (int b = 0; b < batches(); b++) {
            if (deadline.expired()) {
                return false;
            }
            learn(b * batch, Math.min(batch, order.length - b * batch), rates[b]);
        }
        return true;
    }

    private void learn(int from, int rows, double rate) {
        for (int r = 0; r < rows; r++) {
            inputs.fill(sample.matrix(), order[from + r], embeddings, first[r]);
        }
        List<float[][]> values = new ArrayList<>(hidden.size() + 1);
        values.add(first);
        for (HiddenLayer layer : hidden) {
            values.add(layer.forward(values.getLast(), rows, random));
        }
        for (int r = 0; r < rows; r++) {
            System.arraycopy(bias.values()[0], 0, sums[r], 0, sums[r].length);
        }
        Products.add(values.getLast(), last.values(), sums, rows, last.values().length);
        for (int r = 0; r < rows; r++) {
            int row = order[from + r];
            float factor = (float) (RowWeights.at(sample.weights(), row) / rows);
            outputs.gradient(sums[r], sample.target()[row], factor, scratch);
        }
        backward(values, rows);
        categoryGradients(from, rows);
        numberGradients(rows);
        steps++;
        categories.step(rate, steps);
        if (numbers != null) {
            numbers.step(rate, steps);
        }
        hidden.forEach(layer -> layer.step(rate, steps));
        last.step(rate, steps);
        bias.step(rate, steps);
    }

    private void backward(List<float[][]> values, int rows) {
        Products.addTransposed(values.getLast(), sums, last.gradients(), rows, last.values().length);
        float[][] gradient = hiddenGradient;
        float[][] next = nextGradient;
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < outputs.count(); k++) {
                bias.gradients()[0][k] += sums[r][k];
            }
            Arrays.fill(gradient[r], 0);
        }
        Products.transpose(last.values(), transposed);
        Products.add(sums, transposed, gradient, rows, outputs.count());
        for (int l = hidden.size() - 1; l >= 0; l--) {
            hidden.get(l).backward(values.get(l), gradient, l == 0 ? firstGradient : next, rows);
            float[][] free = gradient;
            gradient = next;
            next = free;
        }
    }

    private void categoryGradients(int from, int rows) {
        for (int r = 0; r < rows && inputs.embeddings() > 0; r++) {
            int at = inputs.numbers().size() * inputs.numberWidth();
            for (int k = 0; k < inputs.categories().size(); k++) {
                float[] gradient = categories.gradients()[inputs.embedding(sample.matrix(), order[from + r], k)];
                for (int j = 0; j < gradient.length; j++) {
                    gradient[j] += firstGradient[r][at++];
                }
            }
        }
    }

    private void numberGradients(int rows) {
        if (numbers == null) {
            return;
        }
        int width = inputs.numberWidth();
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < inputs.numbers().size(); k++) {
                numbers.backward(k, first[r][k * width], firstGradient[r], k * width + 1);
            }
        }
    }

    /** The network as it is now. */
    Network network() {
        List<Dense> layers = new ArrayList<>();
        hidden.forEach(layer -> layers.add(layer.folded()));
        layers.add(new Dense(Dense.copy(last.values()), bias.values()[0].clone()));
        return new Network(inputs, embeddings.copy(), layers, settings.activation(), outputs);
    }
}
