package dev.atelier.studio.instance;

import java.util.List;
import java.util.Optional;

/** The instance types that can be asked for. */
public interface InstanceTypeCatalog {
    /** The smallest type, which is the default. */
    String DEFAULT_TYPE = "ml.t3.medium";

    /** What JupyterServer apps run on: free, and not in the catalogue. */
    String SYSTEM = "system";

    /** All types by name, with their prices as far as known. */
    List<InstanceType> all();

    /** The type with this name. */
    Optional<InstanceType> type(String name);
}
