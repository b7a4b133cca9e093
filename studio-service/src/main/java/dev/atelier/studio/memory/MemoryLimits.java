package dev.atelier.studio.memory;

import dev.atelier.studio.instance.InstanceType;
import dev.atelier.studio.instance.InstanceTypeCatalog;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Optional;

/** How much memory the instances of a type have. */
@ApplicationScoped
class MemoryLimits {
    private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);

    private final MemoryConfig config;
    private final InstanceTypeCatalog types;

    MemoryLimits(MemoryConfig config, InstanceTypeCatalog types) {
        this.config = config;
        this.types = types;
    }

    /** In bytes; empty where nothing is limited. */
    Optional<Long> of(String instanceType) {
        MemorySize configured = config.limits().get(instanceType);
        return configured == null
                ? types.type(instanceType)
                        .map(InstanceType::memoryGib)
                        .map(gib -> gib.multiply(GIB).longValue())
                : Optional.of(configured.asLongValue());
    }
}
