package dev.atelier.billing.meter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Closed usage that a change of the ledger adds: the usage after it, less the usage before it. */
final class ClosedUsage {
    private final Map<Piece, Integer> times = new HashMap<>();

    /**
     * A time in which usage was shared in one way.
     *
     * @param memberId the app whose part it is; "" when nobody was there
     * @param part which of those present it is, from 0; the first one stands for the whole
     * @param payer which of those who pay it is; see {@link UsageShare}
     */
    record Piece(
            long accountId,
            String memberId,
            Instant start,
            Instant end,
            long quantity,
            int part,
            int parts,
            int payer,
            int payers,
            boolean idle) {
        Piece taken() {
            return new Piece(accountId, memberId, start, end, -quantity, part, parts, payer, payers, idle);
        }
    }

    /**
     * Adds or takes away intervals. What runs still is no closed usage.
     *
     * @param shares of their resources, of any time
     * @param sign 1 or -1
     */
    void add(List<Interval> intervals, List<UsageShare> shares, int sign) {
        Map<String, List<UsageShare>> byResource =
                shares.stream().collect(Collectors.groupingBy(UsageShare::resourceId));
        for (Interval interval : intervals) {
            Instant end = interval.id().end();
            if (end != null) {
                add(interval, end, byResource.getOrDefault(interval.id().resourceId(), List.of()), sign);
            }
        }
    }

    private void add(Interval interval, Instant end, List<UsageShare> shares, int sign) {
        Instant start = interval.id().start();
        boolean shared = false;
        for (UsageShare share : shares) {
            @Nullable Instant shareEnd = share.end();
            if (shareEnd != null && !share.start().isBefore(start) && !shareEnd.isAfter(end)) {
                shared = true;
                add(interval, share, shareEnd, sign);
            }
        }
        if (!shared) {
            add(interval, new UsageShare("", "", start, end, 0, 1, false), end, sign);
        }
    }

    private void add(Interval interval, UsageShare share, Instant end, int sign) {
        times.merge(
                new Piece(
                        interval.accountId(),
                        share.memberId(),
                        share.start(),
                        end,
                        interval.quantity(),
                        share.part(),
                        share.parts(),
                        share.payer(),
                        share.payers(),
                        share.idle()),
                sign,
                Integer::sum);
    }

    /** What is added; what is taken away has a negative quantity. */
    List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>(times.size());
        times.forEach((piece, many) -> {
            for (int i = 0; i < Math.abs(many); i++) {
                pieces.add(many > 0 ? piece : piece.taken());
            }
        });
        return pieces;
    }
}
