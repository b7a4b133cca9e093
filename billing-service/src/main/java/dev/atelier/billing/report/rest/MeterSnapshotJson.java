package dev.atelier.billing.report.rest;

import dev.atelier.billing.report.MeterSnapshot;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Everything that ran at a time. */
@RegisterForReflection
@Schema(name = "MeterSnapshot")
record MeterSnapshotJson(Instant time, List<MeterJson> meters) {
    static MeterSnapshotJson of(MeterSnapshot snapshot) {
        return new MeterSnapshotJson(
                snapshot.time(), snapshot.meters().stream().map(MeterJson::of).toList());
    }
}
