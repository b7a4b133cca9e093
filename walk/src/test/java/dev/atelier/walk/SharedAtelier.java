package dev.atelier.walk;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one {@link RunningAtelier} that is started for the first of them and stopped after the last. */
final class SharedAtelier implements BeforeAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SharedAtelier.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        running(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningAtelier.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return running(context);
    }

    private static RunningAtelier running(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(RunningAtelier.class, _ -> started(), RunningAtelier.class);
    }

    private static RunningAtelier started() {
        RunningAtelier atelier = new RunningAtelier();
        Map<String, String> settings = new HashMap<>(ForgottenEndpointIT.SETTINGS);
        settings.putAll(OversizedInstanceIT.SETTINGS);
        atelier.configure(settings);
        RunningAtelier.Answer up = atelier.up();
        if (up.exit() != 0) {
            atelier.close();
            throw new IllegalStateException("up failed:\n" + up.output());
        }
        return atelier;
    }
}
