package dev.atelier.autopilot.worker.learner;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.job.Failure;
import dev.atelier.autopilot.worker.job.StepException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;

/** The part of LightGBM's C API that is used. Every call that can fail raises {@link StepException} with LightGBM's own message. */
final class LightGbm {

    private static final int FLOAT32 = 0;
    private static final int FLOAT64 = 1;
    private static final int ROW_MAJOR = 1;
    private static final int NORMAL = 0;
    private static final int CONTRIBUTIONS = 3;

    private static final NativeLibrary LIBRARY = NativeLibrary.load(Map.of(
            "linux-x86_64", "/lightgbm4j/linux/x86_64/lib_lightgbm.so",
            "linux-aarch64", "/lightgbm4j/linux/aarch64/lib_lightgbm.so",
            "macos-x86_64", "/lightgbm4j/osx/x86_64/lib_lightgbm.dylib",
            "macos-aarch64", "/lightgbm4j/osx/aarch64/lib_lightgbm.dylib",
            "windows-x86_64", "/lightgbm4j/windows/x86_64/lib_lightgbm.dll"));

    private static final MethodHandle LAST_ERROR =
            LIBRARY.function("LGBM_GetLastError", FunctionDescriptor.of(ADDRESS));
    private static final MethodHandle DATASET_CREATE = function(
            "LGBM_DatasetCreateFromMat", ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle DATASET_SET_FIELD =
            function("LGBM_DatasetSetField", ADDRESS, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle DATASET_FREE = function("LGBM_DatasetFree", ADDRESS);
    private static final MethodHandle BOOSTER_CREATE = function("LGBM_BoosterCreate", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle BOOSTER_LOAD =
            function("LGBM_BoosterLoadModelFromString", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle BOOSTER_VALID = function("LGBM_BoosterAddValidData", ADDRESS, ADDRESS);
    private static final MethodHandle BOOSTER_UPDATE = function("LGBM_BoosterUpdateOneIter", ADDRESS, ADDRESS);
    private static final MethodHandle BOOSTER_EVAL =
            function("LGBM_BoosterGetEval", ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle BOOSTER_SAVE = function(
            "LGBM_BoosterSaveModelToString", ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS);
    private static final MethodHandle BOOSTER_PREDICT = function(
            "LGBM_BoosterPredictForMat",
            ADDRESS,
            ADDRESS,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            ADDRESS);
    private static final MethodHandle BOOSTER_FREE = function("LGBM_BoosterFree", ADDRESS);

    private static final MethodHandle FAST_INIT = function(
            "LGBM_BoosterPredictForMatSingleRowFastInit",
            ADDRESS,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            ADDRESS,
            ADDRESS);
    private static final MethodHandle FAST_PREDICT =
            function("LGBM_BoosterPredictForMatSingleRowFast", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle FAST_FREE = function("LGBM_FastConfigFree", ADDRESS);

    private LightGbm() {}

    private static MethodHandle function(String name, java.lang.foreign.MemoryLayout... arguments) {
        return LIBRARY.function(name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    /** A data set; the reference (or NULL) gives the bins. */
    static MemorySegment dataset(Sample sample, String parameters, MemorySegment reference) {
        try (Arena arena = Arena.ofConfined()) {
            Matrix matrix = sample.matrix();
            MemorySegment data = arena.allocateFrom(JAVA_DOUBLE, matrix.values());
            MemorySegment out = arena.allocate(ADDRESS);
            call(
                    DATASET_CREATE,
                    data,
                    FLOAT64,
                    matrix.rows(),
                    matrix.columns(),
                    ROW_MAJOR,
                    arena.allocateFrom(parameters),
                    reference,
                    out);
            MemorySegment dataset = out.get(ADDRESS, 0);
            setField(dataset, "label", sample.target(), arena);
            if (sample.weights().length > 0) {
                setField(dataset, "weight", sample.weights(), arena);
            }
            return dataset;
        }
    }

    private static void setField(MemorySegment dataset, String name, double[] values, Arena arena) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        MemorySegment field = arena.allocateFrom(ValueLayout.JAVA_FLOAT, floats);
        call(DATASET_SET_FIELD, dataset, arena.allocateFrom(name), field, floats.length, FLOAT32);
    }

    static void freeDataset(MemorySegment dataset) {
        call(DATASET_FREE, dataset);
    }

    static MemorySegment booster(MemorySegment training, MemorySegment validation, String parameters) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ADDRESS);
            call(BOOSTER_CREATE, training, arena.allocateFrom(parameters), out);
            MemorySegment booster = out.get(ADDRESS, 0);
            call(BOOSTER_VALID, booster, validation);
            return booster;
        }
    }

    static MemorySegment load(String model) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ADDRESS);
            call(BOOSTER_LOAD, arena.allocateFrom(model), arena.allocate(JAVA_INT), out);
            return out.get(ADDRESS, 0);
        }
    }

    static void freeBooster(MemorySegment booster) {
        call(BOOSTER_FREE, booster);
    }

    /** Trains one round. */
    static void update(MemorySegment booster) {
        try (Arena arena = Arena.ofConfined()) {
            call(BOOSTER_UPDATE, booster, arena.allocate(JAVA_INT));
        }
    }

    /** The first metric on the validation data. */
    static double evaluate(MemorySegment booster) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocate(JAVA_DOUBLE, 16);
            call(BOOSTER_EVAL, booster, 1, arena.allocate(JAVA_INT), values);
            return values.get(JAVA_DOUBLE, 0);
        }
    }

    /** The text of the first rounds. */
    static String save(MemorySegment booster, int rounds) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment length = arena.allocate(JAVA_LONG);
            call(BOOSTER_SAVE, booster, 0, rounds, 0, 0L, length, MemorySegment.NULL);
            long size = length.get(JAVA_LONG, 0);
            MemorySegment text = arena.allocate(size + 1);
            call(BOOSTER_SAVE, booster, 0, rounds, 0, size + 1, length, text);
            return text.getString(0);
        }
    }

    /** Predictions of all rounds: rows × outputs. */
    static double[] predict(MemorySegment booster, Matrix matrix, int outputs) {
        return predict(booster, matrix, NORMAL, outputs);
    }

    /** TreeSHAP of all rounds: rows × outputs × (columns + 1). */
    static double[] contributions(MemorySegment booster, Matrix matrix, int outputs) {
        return predict(booster, matrix, CONTRIBUTIONS, outputs * (matrix.columns() + 1));
    }

    private static double[] predict(MemorySegment booster, Matrix matrix, int kind, int outputs) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocateFrom(JAVA_DOUBLE, matrix.values());
            MemorySegment result = arena.allocate(JAVA_DOUBLE, (long) matrix.rows() * outputs);
            MemorySegment length = arena.allocate(JAVA_LONG);
            call(
                    BOOSTER_PREDICT,
                    booster,
                    data,
                    FLOAT64,
                    matrix.rows(),
                    matrix.columns(),
                    ROW_MAJOR,
                    kind,
                    0,
                    -1,
                    arena.allocateFrom("num_threads=1 verbosity=-1"),
                    length,
                    result);
            if (length.get(JAVA_LONG, 0) != (long) matrix.rows() * outputs) {
                throw new StepException(
                        Failure.Code.MODEL_ERROR, "LightGBM gave " + length.get(JAVA_LONG, 0) + " predictions");
            }
            return result.toArray(JAVA_DOUBLE);
        }
    }

    /**
     * Prepares predictions of single rows, which without it costs as much for each row as for a thousand.
     *
     * @return to be freed with {@link #freeSingleRow} before the booster is
     */
    static MemorySegment singleRow(MemorySegment booster, int columns) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ADDRESS);
            call(
                    FAST_INIT,
                    booster,
                    NORMAL,
                    0,
                    -1,
                    FLOAT64,
                    columns,
                    arena.allocateFrom("num_threads=1 verbosity=-1"),
                    out);
            return out.get(ADDRESS, 0);
        }
    }

    static double[] predictSingleRow(MemorySegment prepared, double[] row, int outputs) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(JAVA_DOUBLE, outputs);
            MemorySegment data = arena.allocateFrom(JAVA_DOUBLE, row);
            int code;
            try {
                // exact: the spreading of arguments would be most of what a row costs here
                code = (int) FAST_PREDICT.invokeExact(prepared, data, arena.allocate(JAVA_LONG), result);
            } catch (Throwable e) {
                throw uncallable(e);
            }
            check(code);
            return result.toArray(JAVA_DOUBLE);
        }
    }

    static void freeSingleRow(MemorySegment prepared) {
        call(FAST_FREE, prepared);
    }

    private static void call(MethodHandle function, Object... arguments) {
        int code;
        try {
            code = (int) function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw uncallable(e);
        }
        check(code);
    }

    private static IllegalStateException uncallable(Throwable e) {
        return new IllegalStateException("LightGBM could not be called", e);
    }

    private static void check(int code) {
        if (code != 0) {
            throw new StepException(Failure.Code.MODEL_ERROR, "LightGBM: " + lastError());
        }
    }

    @SuppressWarnings("restricted")
    private static String lastError() {
        try {
            return ((MemorySegment) LAST_ERROR.invokeExact())
                    .reinterpret(Long.MAX_VALUE)
                    .getString(0);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
