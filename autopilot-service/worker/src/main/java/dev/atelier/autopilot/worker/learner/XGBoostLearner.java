package dev.atelier.autopilot.worker.learner;

import dev.atelier.autopilot.worker.feature.FeatureStyle;
import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.job.ProblemType;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gradient boosting with regularised second-order trees (Chen and Guestrin 2016), histogram method, one native thread a fold. */
public final class XGBoostLearner implements Learner {

    @Override
    public FeatureStyle style() {
        return FeatureStyle.TREE;
    }

    @Override
    public String extension() {
        return "ubj";
    }

    @Override
    public Fit fit(FitTask task) {
        MemorySegment training = XGBoost.matrix(task.training());
        try {
            MemorySegment validation = XGBoost.matrix(task.validation());
            try {
                return boost(task, training, validation);
            } finally {
                XGBoost.freeMatrix(validation);
            }
        } finally {
            XGBoost.freeMatrix(training);
        }
    }

    private Fit boost(FitTask task, MemorySegment training, MemorySegment validation) {
        MemorySegment booster = XGBoost.booster(parameters(task), training, validation);
        try {
            BoostingControl control = new BoostingControl(task, task.type().isClassification() ? "LogLoss" : "RMSE");
            control.run(round -> {
                XGBoost.update(booster, round - 1, training);
                return XGBoost.evaluate(booster, round - 1, validation);
            });
            byte[] model = XGBoost.save(booster, control.bestRound());
            return new Fit(load(model, task.type(), task.classes()), control.bestRound(), control.truncated());
        } finally {
            XGBoost.freeBooster(booster);
        }
    }

    @Override
    public FittedModel load(byte[] bytes, ProblemType type, int classes) {
        return new Model(bytes, type.outputs(classes));
    }

    private static Map<String, String> parameters(FitTask task) {
        Map<String, String> all = new TreeMap<>(Map.of(
                "booster", "gbtree",
                "tree_method", "hist",
                "eta", "0.1",
                "nthread", "1",
                "verbosity", "0",
                "seed", Long.toString(Math.floorMod(task.seed(), Integer.MAX_VALUE))));
        switch (task.type()) {
            case BINARY_CLASSIFICATION -> {
                all.put("objective", "binary:logistic");
                all.put("eval_metric", "logloss");
            }
            case MULTICLASS_CLASSIFICATION -> {
                all.put("objective", "multi:softprob");
                all.put("eval_metric", "mlogloss");
                all.put("num_class", Integer.toString(task.classes()));
            }
            case REGRESSION -> {
                all.put("objective", Loss.of(task.parameters()).xgBoost());
                all.put("eval_metric", "rmse");
            }
        }
        task.parameters().values().forEach((name, value) -> {
            if (!Parameters.OWN.contains(name)) {
                all.put(name, value.toString());
            }
        });
        return all;
    }

    /** A booster, loaded from its bytes, so that what predicts in training is what predicts when serving. */
    private static final class Model implements FittedModel {

        private final byte[] bytes;
        private final int outputs;
        private final MemorySegment booster;
        private final RowsAlone alone;
        private volatile boolean closed;

        Model(byte[] bytes, int outputs) {
            this.bytes = bytes;
            this.outputs = outputs;
            this.booster = XGBoost.load(bytes);
            this.alone = new RowsAlone(() -> XGBoostTrees.of(bytes, outputs), this::ask);
        }

        @Override
        public double[] predict(Matrix matrix) {
            double[] prediction = matrix.rows() == 1 && !closed ? alone.predict(matrix) : null;
            return prediction == null ? ask(matrix) : prediction;
        }

        private double[] ask(Matrix matrix) {
            return predict(matrix, XGBoost.PREDICTIONS, outputs);
        }

        @Override
        public double @Nullable [] contributions(Matrix matrix) {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            if (Arrays.stream(Loss.values()).anyMatch(loss -> loss.logarithmic() && text.contains(loss.xgBoost()))) {
                return null;
            }
            return predict(matrix, XGBoost.CONTRIBUTIONS, outputs * (matrix.columns() + 1));
        }

        private synchronized double[] predict(Matrix matrix, String kind, int values) {
            if (closed) {
                throw new IllegalStateException("The model is closed");
            }
            MemorySegment data = XGBoost.matrix(matrix);
            try {
                return XGBoost.predict(booster, data, kind, matrix.rows() * values);
            } finally {
                XGBoost.freeMatrix(data);
            }
        }

        @Override
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                XGBoost.freeBooster(booster);
            }
        }
    }
}
