package dev.atelier.autopilot.worker.learner;

import dev.atelier.autopilot.worker.feature.FeatureStyle;
import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.job.ProblemType;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gradient boosting with leaf-wise histogram trees (Ke et al. 2017), one native thread a fold. */
public final class LightGbmLearner implements Learner {

    @Override
    public FeatureStyle style() {
        return FeatureStyle.TREE;
    }

    @Override
    public String extension() {
        return "txt";
    }

    @Override
    public Fit fit(FitTask task) {
        String parameters = parameters(task);
        MemorySegment training = LightGbm.dataset(task.training(), parameters, MemorySegment.NULL);
        try {
            MemorySegment validation = LightGbm.dataset(task.validation(), parameters, training);
            try {
                return boost(task, training, validation, parameters);
            } finally {
                LightGbm.freeDataset(validation);
            }
        } finally {
            LightGbm.freeDataset(training);
        }
    }

    private Fit boost(FitTask task, MemorySegment training, MemorySegment validation, String parameters) {
        MemorySegment booster = LightGbm.booster(training, validation, parameters);
        try {
            BoostingControl control = new BoostingControl(task, metric(task.type()));
            control.run(_ -> {
                LightGbm.update(booster);
                return LightGbm.evaluate(booster);
            });
            byte[] model = LightGbm.save(booster, control.bestRound()).getBytes(StandardCharsets.UTF_8);
            return new Fit(load(model, task.type(), task.classes()), control.bestRound(), control.truncated());
        } finally {
            LightGbm.freeBooster(booster);
        }
    }

    @Override
    public FittedModel load(byte[] bytes, ProblemType type, int classes) {
        return new Model(bytes, type.outputs(classes));
    }

    private static String metric(ProblemType type) {
        return type.isClassification() ? "LogLoss" : "RMSE";
    }

    private static String parameters(FitTask task) {
        Map<String, Object> all = new TreeMap<>(Map.of(
                "learning_rate",
                0.05,
                "verbosity",
                -1,
                "num_threads",
                1,
                "deterministic",
                true,
                "force_col_wise",
                true,
                "feature_pre_filter",
                false,
                "seed",
                Math.floorMod(task.seed(), Integer.MAX_VALUE)));
        switch (task.type()) {
            case BINARY_CLASSIFICATION -> {
                all.put("objective", "binary");
                all.put("metric", "binary_logloss");
            }
            case MULTICLASS_CLASSIFICATION -> {
                all.put("objective", "multiclass");
                all.put("metric", "multi_logloss");
                all.put("num_class", task.classes());
            }
            case REGRESSION -> {
                all.put("objective", Loss.of(task.parameters()).lightGbm());
                all.put("metric", "rmse");
            }
        }
        List<Integer> categorical = task.training().matrix().categorical();
        if (!categorical.isEmpty()) {
            all.put(
                    "categorical_feature",
                    categorical.stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
        task.parameters().values().forEach((name, value) -> {
            if (!Parameters.OWN.contains(name)) {
                all.put(name, value);
            }
        });
        List<String> words = new ArrayList<>();
        all.forEach((name, value) -> words.add(name + "=" + value));
        return String.join(" ", words);
    }

    /** A booster, loaded from its text, so that what predicts in training is what predicts when serving. */
    private static final class Model implements FittedModel {

        private final byte[] bytes;
        private final int outputs;
        private final MemorySegment booster;
        private final boolean logarithmic;
        private final RowsAlone alone;
        private @Nullable MemorySegment singleRow;
        private volatile boolean closed;

        Model(byte[] bytes, int outputs) {
            this.bytes = bytes;
            this.outputs = outputs;
            String text = new String(bytes, StandardCharsets.UTF_8);
            this.booster = LightGbm.load(text);
            this.logarithmic = Arrays.stream(Loss.values())
                    .anyMatch(loss -> loss.logarithmic() && text.contains("\nobjective=" + loss.lightGbm()));
            this.alone = new RowsAlone(() -> LightGbmTrees.of(bytes, outputs), this::ask);
        }

        @Override
        public double[] predict(Matrix matrix) {
            double[] prediction = matrix.rows() == 1 && !closed ? alone.predict(matrix) : null;
            return prediction == null ? ask(matrix) : prediction;
        }

        private synchronized double[] ask(Matrix matrix) {
            if (closed) {
                throw new IllegalStateException("The model is closed");
            }
            if (matrix.rows() != 1) {
                return LightGbm.predict(booster, matrix, outputs);
            }
            MemorySegment prepared = singleRow;
            if (prepared == null) {
                prepared = LightGbm.singleRow(booster, matrix.columns());
                singleRow = prepared;
            }
            return LightGbm.predictSingleRow(prepared, matrix.values(), outputs);
        }

        @Override
        public synchronized double @Nullable [] contributions(Matrix matrix) {
            if (closed) {
                throw new IllegalStateException("The model is closed");
            }
            return logarithmic ? null : LightGbm.contributions(booster, matrix, outputs);
        }

        @Override
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                if (singleRow != null) {
                    LightGbm.freeSingleRow(singleRow);
                }
                LightGbm.freeBooster(booster);
            }
        }
    }
}
