package dev.atelier.billing.meter.rest;

import dev.atelier.billing.meter.LedgerCheck;
import dev.atelier.billing.meter.LedgerIntegrity;
import dev.atelier.billing.meter.LedgerProblem;
import dev.atelier.platform.security.CallerContext;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/ledger:check}. */
@Path("/api/v1/ledger:check")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Ledger")
@RunOnVirtualThread
public class LedgerResource {
    private final LedgerCheck check;
    private final CallerContext callers;

    LedgerResource(LedgerCheck check, CallerContext callers) {
        this.check = check;
        this.callers = callers;
    }

    /** What a check found. */
    @RegisterForReflection
    @Schema(name = "LedgerCheck")
    record LedgerCheckJson(
            Instant checkedTime,
            @Schema(description = "Nothing is wrong.") boolean sound,
            long events,
            long resources,
            long intervals,
            long problemCount,
            @Schema(description = "At most 100 of them.") List<LedgerProblemJson> problems) {
        static LedgerCheckJson of(LedgerIntegrity found) {
            return new LedgerCheckJson(
                    found.checkedAt(),
                    found.sound(),
                    found.events(),
                    found.resources(),
                    found.intervals(),
                    found.problemCount(),
                    found.problems().stream().map(LedgerProblemJson::of).toList());
        }
    }

    /** Something that is not what the events say. */
    @RegisterForReflection
    @Schema(name = "LedgerProblem")
    record LedgerProblemJson(
            @Schema(description = "One of key, content, interval, share, sum.", examples = "interval")
            String kind,

            @Nullable String resourceId,
            String detail) {
        static LedgerProblemJson of(LedgerProblem problem) {
            return new LedgerProblemJson(
                    problem.kind().name().toLowerCase(Locale.ROOT),
                    OwnerJson.absent(problem.resourceId()),
                    problem.detail());
        }
    }

    @POST
    @Operation(
            summary = "Check the ledger",
            description =
                    "Makes all intervals, shares and sums again from the events, in one snapshot, and compares them "
                            + "with what is stored; compares every event with the digest of what was recorded. Reads everything, so "
                            + "one check runs at a time: 409 while another does. For administrators and services.")
    public LedgerCheckJson checkLedger() {
        return LedgerCheckJson.of(check.check(callers.caller()));
    }
}
