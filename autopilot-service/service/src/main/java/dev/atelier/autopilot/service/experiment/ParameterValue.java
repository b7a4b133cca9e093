package dev.atelier.autopilot.service.experiment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.atelier.api.error.AtelierException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** A hyperparameter or another input value: in JSON a string or a number. Exactly one of the two is set. */
@RegisterForReflection
public record ParameterValue(
        @Nullable Double number, @Nullable String text) {
    public ParameterValue {
        if ((number == null) == (text == null)) {
            throw AtelierException.invalid("parameters", "has a value that is neither a string nor a number");
        }
        if (number != null && !Double.isFinite(number)) {
            throw AtelierException.invalid("parameters", "has a number that is not finite; give it as a string");
        }
    }

    /** A number. */
    public static ParameterValue of(double number) {
        return new ParameterValue(number, null);
    }

    /** A text. */
    public static ParameterValue of(String text) {
        return new ParameterValue(null, text);
    }

    /** Reads JSON; a boolean becomes the text "true" or "false". */
    @JsonCreator
    static ParameterValue read(Object value) {
        return switch (value) {
            case Number number -> of(number.doubleValue());
            case String text -> of(text);
            case Boolean flag -> of(flag.toString());
            default -> throw AtelierException.invalid("parameters", "takes strings and numbers");
        };
    }

    /** As JSON has it. */
    @JsonValue
    public Object value() {
        return number != null ? number : String.valueOf(text);
    }
}
