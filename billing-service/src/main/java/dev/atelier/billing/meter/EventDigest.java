package dev.atelier.billing.meter;

import dev.atelier.billing.price.Component;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * SHA-256 of everything that an event says, the same for every protocol that it came by. Two events of one key are the
 * same event when their digests are.
 */
final class EventDigest {
    private static final byte VERSION = 1;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream(512);
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    private EventDigest() {
        said.write(VERSION);
    }

    static Fingerprint of(UsageEvent event) {
        Usage usage = event.usage();
        Component component = usage.component();
        Owner owner = usage.owner();
        Instant time = event.time();
        EventDigest digest = new EventDigest();
        digest.add(event.type().code());
        digest.add(time.getEpochSecond());
        digest.add(time.getNano());
        digest.add(event.resourceId());
        digest.add(component == null ? "" : component.code());
        digest.add(usage.instanceType());
        digest.add(usage.instanceCount());
        digest.add(usage.region());
        digest.add(owner.domainId());
        digest.add(owner.userProfileName());
        digest.add(owner.spaceName());
        digest.add(owner.team());
        digest.add(owner.project());
        digest.add(owner.tags().size());
        owner.tags().forEach((name, value) -> {
            digest.add(name);
            digest.add(value);
        });
        digest.add(usage.jobName());
        digest.add(usage.endpointName());
        digest.add(event.memberId());
        // what came later than the first events is only there when it is said, so that their digests stay what they
        // were
        if (usage.storageBytes() != 0) {
            digest.add("storageBytes");
            digest.add(usage.storageBytes());
        }
        if (event.peak().known()) {
            digest.add("peak");
            digest.add(event.peak().memoryBytes());
            digest.add(event.peak().cpuMillis());
            if (!event.peak().measured().isZero()) {
                digest.add("peakSeconds");
                digest.add(event.peak().seconds());
            }
        }
        UsageEvent.Reversal reversal = event.reversal();
        if (!reversal.equals(UsageEvent.Reversal.NONE)) {
            digest.add("reverses");
            digest.add(reversal.target().source());
            digest.add(reversal.target().id());
            digest.add(reversal.reason());
        }
        return digest.finish();
    }

    private Fingerprint finish() {
        try {
            return new Fingerprint(MessageDigest.getInstance("SHA-256").digest(said.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Length first, so that no two lists of texts look alike. */
    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes.length);
        said.writeBytes(bytes);
    }

    private void add(long number) {
        said.writeBytes(this.number.putLong(0, number).array());
    }
}
