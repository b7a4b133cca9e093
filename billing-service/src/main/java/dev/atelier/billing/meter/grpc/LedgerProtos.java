package dev.atelier.billing.meter.grpc;

import dev.atelier.api.time.ProtoTimes;
import dev.atelier.billing.meter.Correction;
import dev.atelier.billing.meter.CorrectionDraft;
import dev.atelier.billing.meter.EventKey;
import dev.atelier.billing.meter.LedgerIntegrity;
import dev.atelier.billing.meter.LedgerProblem;
import dev.atelier.billing.meter.RecordedEvent;
import dev.atelier.billing.meter.UsageSource;
import dev.atelier.billing.v1.CheckLedgerResponse;
import dev.atelier.billing.v1.CorrectUsageRequest;
import dev.atelier.billing.v1.CorrectUsageResponse;
import dev.atelier.billing.v1.LedgerProblemKind;
import dev.atelier.billing.v1.RecordedUsageEvent;
import dev.atelier.billing.v1.UsageEventRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sources, corrections and checks as messages. */
final class LedgerProtos {
    private LedgerProtos() {}

    static dev.atelier.billing.v1.UsageSource source(UsageSource source) {
        var message = dev.atelier.billing.v1.UsageSource.newBuilder()
                .setSource(source.source())
                .setLastSeenTime(ProtoTimes.timestamp(source.lastSeenAt()))
                .setSilent(source.silent())
                .setRunning(source.running());
        @Nullable Instant heartbeat = source.lastHeartbeatAt();
        if (heartbeat != null) {
            message.setLastHeartbeatTime(ProtoTimes.timestamp(heartbeat));
        }
        return message.build();
    }

    static RecordedUsageEvent event(RecordedEvent recorded) {
        return RecordedUsageEvent.newBuilder()
                .setEvent(UsageProtos.event(recorded.event()))
                .setRecordedTime(ProtoTimes.timestamp(recorded.recordedAt()))
                .setRecordedBy(recorded.recordedBy())
                .setReversed(recorded.reversed())
                .build();
    }

    static CorrectionDraft draft(CorrectUsageRequest request) {
        return new CorrectionDraft(
                request.getResourceId(),
                request.getReversesList().stream()
                        .map(ref -> new EventKey(ref.getSource(), ref.getId()))
                        .toList(),
                request.getReplacementsList().stream().map(UsageProtos::draft).toList(),
                request.getReason());
    }

    static CorrectUsageResponse correction(Correction correction) {
        return CorrectUsageResponse.newBuilder()
                .addAllReversals(correction.reversals().stream()
                        .map(key -> UsageEventRef.newBuilder()
                                .setSource(key.source())
                                .setId(key.id())
                                .build())
                        .toList())
                .setAccepted(correction.accepted())
                .build();
    }

    static CheckLedgerResponse integrity(LedgerIntegrity found) {
        return CheckLedgerResponse.newBuilder()
                .setCheckedTime(ProtoTimes.timestamp(found.checkedAt()))
                .setSound(found.sound())
                .setEvents(found.events())
                .setResources(found.resources())
                .setIntervals(found.intervals())
                .setProblemCount(found.problemCount())
                .addAllProblems(
                        found.problems().stream().map(LedgerProtos::problem).toList())
                .build();
    }

    private static dev.atelier.billing.v1.LedgerProblem problem(LedgerProblem problem) {
        return dev.atelier.billing.v1.LedgerProblem.newBuilder()
                .setKind(
                        switch (problem.kind()) {
                            case KEY -> LedgerProblemKind.LEDGER_PROBLEM_KIND_KEY;
                            case CONTENT -> LedgerProblemKind.LEDGER_PROBLEM_KIND_CONTENT;
                            case INTERVAL -> LedgerProblemKind.LEDGER_PROBLEM_KIND_INTERVAL;
                            case SHARE -> LedgerProblemKind.LEDGER_PROBLEM_KIND_SHARE;
                            case SUM -> LedgerProblemKind.LEDGER_PROBLEM_KIND_SUM;
                        })
                .setResourceId(problem.resourceId())
                .setDetail(problem.detail())
                .build();
    }
}
