package dev.atelier.autopilot.worker.learner;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.job.Failure;
import dev.atelier.autopilot.worker.job.StepException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Map;

/** The part of XGBoost's C API that is used. Every call that can fail raises {@link StepException} with XGBoost's own message. */
final class XGBoost {

    private static final NativeLibrary LIBRARY = NativeLibrary.load(Map.of(
            "linux-x86_64", "/lib/linux/x86_64/libxgboost4j.so",
            "linux-aarch64", "/lib/linux/aarch64/libxgboost4j.so",
            "macos-x86_64", "/lib/macos/x86_64/libxgboost4j.dylib",
            "macos-aarch64", "/lib/macos/aarch64/libxgboost4j.dylib",
            "windows-x86_64", "/lib/windows/x86_64/xgboost4j.dll"));

    private static final MethodHandle LAST_ERROR = LIBRARY.function("XGBGetLastError", FunctionDescriptor.of(ADDRESS));
    private static final MethodHandle MATRIX_CREATE =
            function("XGDMatrixCreateFromMat", ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_FLOAT, ADDRESS);
    private static final MethodHandle MATRIX_FLOATS =
            function("XGDMatrixSetFloatInfo", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
    private static final MethodHandle MATRIX_STRINGS =
            function("XGDMatrixSetStrFeatureInfo", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
    private static final MethodHandle MATRIX_FREE = function("XGDMatrixFree", ADDRESS);
    private static final MethodHandle BOOSTER_CREATE = function("XGBoosterCreate", ADDRESS, JAVA_LONG, ADDRESS);
    private static final MethodHandle BOOSTER_SET = function("XGBoosterSetParam", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle BOOSTER_UPDATE = function("XGBoosterUpdateOneIter", ADDRESS, JAVA_INT, ADDRESS);
    private static final MethodHandle BOOSTER_EVAL =
            function("XGBoosterEvalOneIter", ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    private static final MethodHandle BOOSTER_SLICE =
            function("XGBoosterSlice", ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle BOOSTER_SAVE =
            function("XGBoosterSaveModelToBuffer", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle BOOSTER_LOAD =
            function("XGBoosterLoadModelFromBuffer", ADDRESS, ADDRESS, JAVA_LONG);
    private static final MethodHandle BOOSTER_PREDICT =
            function("XGBoosterPredictFromDMatrix", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle BOOSTER_FREE = function("XGBoosterFree", ADDRESS);

    /** What {@link #predict} gives. */
    static final String PREDICTIONS = configuration(0);

    /** TreeSHAP: rows × outputs × (columns + 1). */
    static final String CONTRIBUTIONS = configuration(2);

    private XGBoost() {}

    private static String configuration(int type) {
        return "{\"type\": " + type
                + ", \"training\": false, \"iteration_begin\": 0, \"iteration_end\": 0, \"strict_shape\": true}";
    }

    private static MethodHandle function(String name, java.lang.foreign.MemoryLayout... arguments) {
        return LIBRARY.function(name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    /** A DMatrix without labels. */
    static MemorySegment matrix(Matrix matrix) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocate(JAVA_FLOAT, matrix.values().length);
            for (int i = 0; i < matrix.values().length; i++) {
                data.setAtIndex(JAVA_FLOAT, i, number(matrix.values()[i]));
            }
            MemorySegment out = arena.allocate(ADDRESS);
            call(MATRIX_CREATE, data, (long) matrix.rows(), (long) matrix.columns(), Float.NaN, out);
            MemorySegment handle = out.get(ADDRESS, 0);
            MemorySegment types = arena.allocate(ADDRESS, matrix.columns());
            MemorySegment quantity = arena.allocateFrom("q");
            MemorySegment category = arena.allocateFrom("c");
            for (int j = 0; j < matrix.columns(); j++) {
                types.setAtIndex(ADDRESS, j, matrix.categorical().contains(j) ? category : quantity);
            }
            call(MATRIX_STRINGS, handle, arena.allocateFrom("feature_type"), types, (long) matrix.columns());
            return handle;
        }
    }

    /** A number as the library has it: it refuses infinity, which the greatest numbers would become. */
    static float number(double value) {
        return (float) Math.clamp(value, -Float.MAX_VALUE, Float.MAX_VALUE);
    }

    static MemorySegment matrix(Sample sample) {
        MemorySegment handle = matrix(sample.matrix());
        try (Arena arena = Arena.ofConfined()) {
            setFloats(handle, "label", sample.target(), arena);
            if (sample.weights().length > 0) {
                setFloats(handle, "weight", sample.weights(), arena);
            }
        }
        return handle;
    }

    private static void setFloats(MemorySegment matrix, String name, double[] values, Arena arena) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        MemorySegment segment = arena.allocateFrom(JAVA_FLOAT, floats);
        call(MATRIX_FLOATS, matrix, arena.allocateFrom(name), segment, (long) floats.length);
    }

    static void freeMatrix(MemorySegment matrix) {
        call(MATRIX_FREE, matrix);
    }

    static MemorySegment booster(Map<String, String> parameters, MemorySegment... caches) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ADDRESS);
            call(BOOSTER_CREATE, addresses(arena, caches), (long) caches.length, out);
            MemorySegment booster = out.get(ADDRESS, 0);
            parameters.forEach(
                    (name, value) -> call(BOOSTER_SET, booster, arena.allocateFrom(name), arena.allocateFrom(value)));
            return booster;
        }
    }

    static void freeBooster(MemorySegment booster) {
        call(BOOSTER_FREE, booster);
    }

    static void update(MemorySegment booster, int iteration, MemorySegment training) {
        call(BOOSTER_UPDATE, booster, iteration, training);
    }

    /** The value of the one metric: the text is {@code [round]\tname-metric:value}. */
    @SuppressWarnings("restricted")
    static double evaluate(MemorySegment booster, int iteration, MemorySegment validation) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ADDRESS);
            MemorySegment names = addresses(arena, arena.allocateFrom("validation"));
            call(BOOSTER_EVAL, booster, iteration, addresses(arena, validation), names, 1L, out);
            String text = out.get(ADDRESS, 0).reinterpret(Long.MAX_VALUE).getString(0);
            return Double.parseDouble(text.substring(text.lastIndexOf(':') + 1).strip());
        }
    }

    /** UBJSON of the first rounds. */
    @SuppressWarnings("restricted")
    static byte[] save(MemorySegment booster, int rounds) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ADDRESS);
            call(BOOSTER_SLICE, booster, 0, rounds, 1, out);
            MemorySegment slice = out.get(ADDRESS, 0);
            try {
                MemorySegment length = arena.allocate(JAVA_LONG);
                call(BOOSTER_SAVE, slice, arena.allocateFrom("{\"format\": \"ubj\"}"), length, out);
                return out.get(ADDRESS, 0).reinterpret(length.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
            } finally {
                freeBooster(slice);
            }
        }
    }

    static MemorySegment load(byte[] model) {
        MemorySegment booster = booster(Map.of("nthread", "1", "verbosity", "0"));
        try (Arena arena = Arena.ofConfined()) {
            call(BOOSTER_LOAD, booster, arena.allocateFrom(JAVA_BYTE, model), (long) model.length);
        }
        try (Arena arena = Arena.ofConfined()) {
            call(BOOSTER_SET, booster, arena.allocateFrom("nthread"), arena.allocateFrom("1"));
        }
        return booster;
    }

    /** Predictions of all rounds. XGBoost owns the result until the next call on the booster, so it is copied at once. */
    @SuppressWarnings("restricted")
    static double[] predict(MemorySegment booster, MemorySegment matrix, String kind, int count) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment shape = arena.allocate(ADDRESS);
            MemorySegment dimensions = arena.allocate(JAVA_LONG);
            MemorySegment out = arena.allocate(ADDRESS);
            call(BOOSTER_PREDICT, booster, matrix, arena.allocateFrom(kind), shape, dimensions, out);
            long size = 1;
            MemorySegment sizes = shape.get(ADDRESS, 0).reinterpret(dimensions.get(JAVA_LONG, 0) * Long.BYTES);
            for (long d = 0; d < dimensions.get(JAVA_LONG, 0); d++) {
                size *= sizes.getAtIndex(JAVA_LONG, d);
            }
            if (size != count) {
                throw new StepException(
                        Failure.Code.MODEL_ERROR, "XGBoost gave " + size + " predictions, not " + count);
            }
            float[] floats =
                    out.get(ADDRESS, 0).reinterpret((long) count * Float.BYTES).toArray(JAVA_FLOAT);
            double[] values = new double[count];
            for (int i = 0; i < count; i++) {
                values[i] = floats[i];
            }
            return values;
        }
    }

    private static MemorySegment addresses(Arena arena, MemorySegment... segments) {
        MemorySegment array = arena.allocate(ADDRESS, Math.max(1, segments.length));
        for (int i = 0; i < segments.length; i++) {
            array.setAtIndex(ADDRESS, i, segments[i]);
        }
        return array;
    }

    private static void call(MethodHandle function, Object... arguments) {
        int code;
        try {
            code = (int) function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException("XGBoost could not be called", e);
        }
        if (code != 0) {
            throw new StepException(Failure.Code.MODEL_ERROR, "XGBoost: " + lastError());
        }
    }

    @SuppressWarnings("restricted")
    private static String lastError() {
        try {
            String text = ((MemorySegment) LAST_ERROR.invokeExact())
                    .reinterpret(Long.MAX_VALUE)
                    .getString(0);
            return text.lines().findFirst().orElse("unknown error");
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
