package dev.atelier.testing;

import io.quarkus.test.junit.callback.QuarkusTestBeforeClassCallback;
import java.lang.reflect.Field;

/**
 * Makes gRPC services of Mutiny's kind render errors by the application under test. Quarkus 3.33 remembers the handler of the first
 * application of a JVM for ever ({@code ServerCalls.ehp}), which does not know the exceptions of a later one.
 */
public final class FreshGrpcErrors implements QuarkusTestBeforeClassCallback {
    @Override
    public void beforeClass(Class<?> testClass) {
        try {
            Field remembered = Class.forName(
                            "io.quarkus.grpc.stubs.ServerCalls",
                            true,
                            Thread.currentThread().getContextClassLoader())
                    .getDeclaredField("ehp");
            remembered.setAccessible(true);
            remembered.set(null, null);
        } catch (ClassNotFoundException _) {
            // no gRPC in this service
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Quarkus has changed; is this still needed?", e);
        }
    }
}
