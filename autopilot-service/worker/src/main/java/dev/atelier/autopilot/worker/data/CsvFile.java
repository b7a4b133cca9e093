package dev.atelier.autopilot.worker.data;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A CSV file, plain or gzip, in UTF-8 (with or without a byte order mark) or Latin-1. Anything binary is refused before it is parsed. */
public final class CsvFile {

    private static final int SAMPLE = 1 << 16;
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final byte[] UTF8_BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final Path path;
    private final long maxBytes;
    private final boolean gzip;

    private CsvFile(Path path, long maxBytes, boolean gzip) {
        this.path = path;
        this.maxBytes = maxBytes;
        this.gzip = gzip;
    }

    /**
     * Looks at the beginning of the file.
     *
     * @param maxBytes the limit after decompression
     * @throws CsvException if it is empty or binary
     */
    public static CsvFile open(Path path, long maxBytes) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(path)) {
            head = in.readNBytes(4);
        }
        boolean gzip = head.length > 1 && (((head[0] & 0xff) << 8) | (head[1] & 0xff)) == GZIP_MAGIC;
        CsvFile file = new CsvFile(path, maxBytes, gzip);
        try (InputStream in = file.bytes()) {
            checkText(in.readNBytes(SAMPLE));
        } catch (ZipException | java.io.EOFException e) {
            throw CsvException.notCsv("The gzip file is damaged (" + e.getMessage() + "); upload it again.");
        }
        return file;
    }

    private static void checkText(byte[] sample) {
        if (sample.length == 0) {
            throw CsvException.notCsv("The file is empty.");
        }
        String kind = kindOf(sample);
        if (kind != null) {
            throw CsvException.notCsv("The file is " + kind
                    + ", not CSV text; export it as comma-separated UTF-8 text with a header line.");
        }
        long line = 1;
        for (int i = 0; i < sample.length; i++) {
            int b = sample[i] & 0xff;
            if (b == '\n') {
                line++;
            }
            boolean control = b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f';
            if (control || b == 0x7f) {
                throw CsvException.notCsv("The file is binary, not CSV text: byte " + i + " (line " + line + ") is 0x"
                        + Integer.toHexString(b) + "; export it as comma-separated UTF-8 text with a header line.");
            }
        }
    }

    private static @org.jspecify.annotations.Nullable String kindOf(byte[] sample) {
        String head = new String(sample, 0, Math.min(8, sample.length), StandardCharsets.ISO_8859_1);
        if (head.startsWith("PK\u0003\u0004")) {
            return "a ZIP archive or an Excel workbook";
        }
        if (head.startsWith("PAR1")) {
            return "Parquet";
        }
        if (head.startsWith("\u00ff\u00fe") || head.startsWith("\u00fe\u00ff")) {
            return "UTF-16 text";
        }
        if (head.startsWith("%PDF")) {
            return "a PDF";
        }
        return null;
    }

    /** A reader of rows, after any byte order mark. Bytes that the charset does not know raise {@link java.nio.charset.CharacterCodingException}. */
    public CsvReader reader(Charset charset) throws IOException {
        BufferedInputStream in = new BufferedInputStream(bytes(), SAMPLE);
        in.mark(UTF8_BOM.length);
        if (!Arrays.equals(in.readNBytes(UTF8_BOM.length), UTF8_BOM)) {
            in.reset();
        }
        return new CsvReader(new InputStreamReader(
                in,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }

    private InputStream bytes() throws IOException {
        InputStream raw = Files.newInputStream(path);
        return new Bounded(gzip ? new GZIPInputStream(raw, SAMPLE) : raw, maxBytes);
    }

    /** Refuses to give more than the limit. */
    private static final class Bounded extends FilterInputStream {

        private final long limit;
        private long count;

        Bounded(InputStream in, long limit) {
            super(in);
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            if (b >= 0) {
                count(1);
            }
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            if (n > 0) {
                count(n);
            }
            return n;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private void count(int n) {
            count += n;
            if (count > limit) {
                throw CsvException.invalid("The file is larger than " + limit
                        + " bytes (after decompression); use fewer rows or columns.");
            }
        }
    }
}
