package dev.atelier.platform.aws;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One operation of the protocol. */
@FunctionalInterface
public interface AwsOperation {
    /** The members of the answer; a null is left out. */
    Map<String, @Nullable Object> call(AwsCall call);
}
