package dev.atelier.autopilot.worker.artefact;

import dev.atelier.autopilot.worker.artefact.ModelManifest.Kind;
import dev.atelier.autopilot.worker.artefact.ModelManifest.Part;
import dev.atelier.autopilot.worker.feature.FeaturePipeline;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.learner.Algorithm;
import dev.atelier.autopilot.worker.learner.Learner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** {@code model.zip}: written with fixed times and order, so that equal models give equal bytes. */
public final class ModelFile {

    private static final String MANIFEST = "manifest.json";
    private static final String KNOWN_ROWS = "known-rows.bin";
    private static final String PIPELINE = "/pipeline.json";
    private static final String MODEL = "/model.";
    private static final int LEVEL = 4;
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private ModelFile() {}

    /** The bytes of a bag. */
    public static byte[] bytes(BagModel model) throws IOException {
        Learner learner = learner(model.manifest());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(LEVEL);
            put(zip, MANIFEST, Json.bytes(model.manifest()));
            for (int fold = 0; fold < model.folds().size(); fold++) {
                String directory = model.manifest().parts().get(fold).entry();
                BagModel.FoldModel part = model.folds().get(fold);
                put(zip, directory + PIPELINE, Json.bytes(part.pipeline()));
                put(zip, directory + MODEL + learner.extension(), part.model().bytes());
            }
        }
        return bytes.toByteArray();
    }

    /**
     * The bytes of an ensemble: the members' archives are stored as they are.
     *
     * @param known rows whose targets it recalls; null for none
     */
    public static byte[] bytes(ModelManifest manifest, List<byte[]> members, @Nullable KnownRows known)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, MANIFEST, Json.bytes(manifest));
            for (int m = 0; m < members.size(); m++) {
                store(zip, manifest.parts().get(m).entry(), members.get(m));
            }
            if (known != null) {
                put(zip, KNOWN_ROWS, known.bytes());
            }
        }
        return bytes.toByteArray();
    }

    public static Model read(Path file) throws IOException {
        return read(Files.readAllBytes(file));
    }

    /** A model from its bytes; the caller closes it. */
    public static Model read(byte[] bytes) throws IOException {
        Map<String, byte[]> entries = entries(bytes);
        ModelManifest manifest = Json.read(entry(entries, MANIFEST), ModelManifest.class);
        if (!manifest.format().equals(ModelManifest.FORMAT) || manifest.version() != ModelManifest.VERSION) {
            throw new IOException("The model has format " + manifest.format() + " version " + manifest.version()
                    + "; this worker reads " + ModelManifest.FORMAT + " version " + ModelManifest.VERSION);
        }
        return manifest.kind() == Kind.BAG ? bag(manifest, entries) : ensemble(manifest, entries);
    }

    private static BagModel bag(ModelManifest manifest, Map<String, byte[]> entries) throws IOException {
        Learner learner = learner(manifest);
        List<BagModel.FoldModel> folds = new ArrayList<>();
        for (Part part : manifest.parts()) {
            FeaturePipeline pipeline = Json.read(entry(entries, part.entry() + PIPELINE), FeaturePipeline.class);
            byte[] model = entry(entries, part.entry() + MODEL + learner.extension());
            folds.add(new BagModel.FoldModel(
                    pipeline,
                    learner.load(
                            model, manifest.problemType(), manifest.classes().size())));
        }
        return new BagModel(manifest, folds);
    }

    private static EnsembleModel ensemble(ModelManifest manifest, Map<String, byte[]> entries) throws IOException {
        List<Model> members = new ArrayList<>();
        for (Part part : manifest.parts()) {
            members.add(read(entry(entries, part.entry())));
        }
        byte[] known = entries.get(KNOWN_ROWS);
        return new EnsembleModel(manifest, members, known == null ? null : KnownRows.read(known));
    }

    private static Learner learner(ModelManifest manifest) {
        return Arrays.stream(Algorithm.values())
                .filter(algorithm -> algorithm.label().equals(manifest.algorithm()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown algorithm " + manifest.algorithm()))
                .learner();
    }

    private static Map<String, byte[]> entries(byte[] bytes) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    private static byte[] entry(Map<String, byte[]> entries, String name) throws IOException {
        byte[] bytes = entries.get(name);
        if (bytes == null) {
            throw new IOException("The model archive has no " + name);
        }
        return bytes;
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        write(zip, entry, bytes);
    }

    private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        write(zip, entry, bytes);
    }

    private static void write(ZipOutputStream zip, ZipEntry entry, byte[] bytes) throws IOException {
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
