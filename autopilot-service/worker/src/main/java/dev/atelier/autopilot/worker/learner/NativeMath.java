package dev.atelier.autopilot.worker.learner;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The functions of the C library that native learners call, since those of Java may differ in the last bit. Not every platform has all. */
final class NativeMath {

    private static final MethodHandle EXP = function("exp", JAVA_DOUBLE);
    private static final MethodHandle EXPF = function("expf", JAVA_FLOAT);
    private static final MethodHandle LOGF = function("logf", JAVA_FLOAT);

    private NativeMath() {}

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, ValueLayout type) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(type, type),
                Linker.Option.critical(false));
    }

    static double exp(double x) {
        try {
            return (double) EXP.invokeExact(x);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    static float exp(float x) {
        try {
            return (float) EXPF.invokeExact(x);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    static float log(float x) {
        try {
            return (float) LOGF.invokeExact(x);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
