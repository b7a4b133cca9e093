package dev.atelier.studio.instance;

import dev.atelier.platform.json.MoneyJson;
import dev.atelier.studio.usage.Price;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "InstanceType")
record InstanceTypeJson(
        String instanceType,
        int vcpu,
        BigDecimal memoryGib,
        int gpu,
        boolean fastLaunch,
        @Nullable String defaultFor,
        @Nullable MoneyJson pricePerHour,
        boolean priceEstimated) {
    static InstanceTypeJson of(InstanceType type) {
        return new InstanceTypeJson(
                type.name(),
                type.vcpu(),
                type.memoryGib(),
                type.gpu(),
                type.fastLaunch(),
                type.defaultFor(),
                Price.toJson(type.pricePerHour()),
                type.pricePerHour() != null && type.pricePerHour().estimated());
    }
}
