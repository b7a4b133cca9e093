package dev.atelier.billing.meter.rest;

import static dev.atelier.billing.meter.rest.OwnerJson.text;

import dev.atelier.api.error.AtelierException;
import dev.atelier.billing.meter.Correction;
import dev.atelier.billing.meter.CorrectionDraft;
import dev.atelier.billing.meter.UsageCorrections;
import dev.atelier.platform.security.CallerContext;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/usage-corrections}. */
@Path("/api/v1/usage-corrections")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage")
@RunOnVirtualThread
public class CorrectionResource {
    private final UsageCorrections corrections;
    private final CallerContext callers;

    CorrectionResource(UsageCorrections corrections, CallerContext callers) {
        this.corrections = corrections;
        this.callers = callers;
    }

    /** What is wrong, and what is true instead. */
    @RegisterForReflection
    @Schema(name = "CorrectionRequest")
    record CorrectionRequestJson(
            @Schema(required = true) @Nullable String resourceId,

            @Schema(description = "Events of the resource that count no more.", required = true) @Nullable
            List<EventRefJson> reverses,

            @Schema(description = "What is true instead, with new ids.") @Nullable
            List<UsageEventJson> replacements,

            @Schema(required = true, examples = "The clock of the node was an hour ahead") @Nullable
            String reason) {
        CorrectionDraft draft() {
            List<EventRefJson> wrong = Objects.requireNonNullElse(reverses, List.of());
            List<UsageEventJson> right = Objects.requireNonNullElse(replacements, List.of());
            if (wrong.stream().anyMatch(Objects::isNull) || right.stream().anyMatch(Objects::isNull)) {
                throw AtelierException.invalid("reverses", "must not contain null, nor may replacements");
            }
            return new CorrectionDraft(
                    text(resourceId),
                    wrong.stream().map(EventRefJson::key).toList(),
                    right.stream().map(UsageEventJson::draft).toList(),
                    text(reason));
        }
    }

    /** A correction that was made. */
    @RegisterForReflection
    @Schema(name = "Correction")
    record CorrectionJson(
            @Schema(description = "The reversing entries, in the order of the request.")
            List<EventRefJson> reversals,

            @Schema(description = "How many events are new: 0 when the same correction was made before.")
            long accepted) {
        static CorrectionJson of(Correction correction) {
            return new CorrectionJson(
                    correction.reversals().stream().map(EventRefJson::of).toList(), correction.accepted());
        }
    }

    @POST
    @Operation(
            summary = "Correct usage",
            description =
                    "Takes events back by reversing entries and records others in their place, all of it or nothing; "
                            + "no entry is ever changed. The same correction again has no effect; an event that was taken back "
                            + "for another reason is 409. For administrators and services.")
    public CorrectionJson correctUsage(@Nullable CorrectionRequestJson request) {
        if (request == null) {
            throw AtelierException.invalid("reverses", "must be given");
        }
        return CorrectionJson.of(corrections.correct(request.draft(), callers.caller()));
    }
}
