package dev.atelier.autopilot.worker.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code data.bin}: the parsed data set in columns, so that no trial parses text again. Little endian; a column is a name, a kind, for strings the
 * dictionary, then the plain array, which is read with one bulk copy from a mapping of the file.
 */
public final class DataFile {

    private static final int MAGIC = 0x32445441;
    private static final byte NUMBERS = 0;
    private static final byte STRINGS = 1;

    private DataFile() {}

    public static void write(Path file, Dataset data) throws IOException {
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            List<Column> columns = data.features().columns();
            put(out, buffer(12).putInt(MAGIC).putInt(data.rows()).putInt(columns.size()));
            putDoubles(out, data.target());
            put(out, buffer(Integer.BYTES).putInt(data.weights().length));
            putDoubles(out, data.weights());
            for (Column column : columns) {
                writeColumn(out, column);
            }
            out.force(true);
        }
    }

    private static void writeColumn(FileChannel out, Column column) throws IOException {
        putString(out, column.name());
        switch (column) {
            case Column.Numbers numbers -> {
                put(out, buffer(1).put(NUMBERS));
                putDoubles(out, numbers.values());
            }
            case Column.Strings strings -> {
                put(out, buffer(5).put(STRINGS).putInt(strings.dictionary().size()));
                for (String word : strings.dictionary()) {
                    putString(out, word);
                }
                ByteBuffer codes = buffer(strings.codes().length * Integer.BYTES);
                codes.asIntBuffer().put(strings.codes());
                codes.position(codes.limit());
                put(out, codes);
            }
        }
    }

    public static Dataset read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer in = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .order(ByteOrder.LITTLE_ENDIAN);
            if (in.getInt() != MAGIC) {
                throw new IOException(file + " is not a data cache of this version");
            }
            int rows = in.getInt();
            int count = in.getInt();
            double[] target = doubles(in, rows);
            double[] weights = doubles(in, in.getInt());
            List<Column> columns = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                columns.add(readColumn(in, rows));
            }
            return new Dataset(new Table(rows, columns), target, weights);
        }
    }

    /** Only targets and weights, for steps that need no features: their table has no columns. */
    public static Dataset readTarget(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer in = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .order(ByteOrder.LITTLE_ENDIAN);
            in.position(Integer.BYTES);
            int rows = in.getInt();
            in.getInt();
            double[] target = doubles(in, rows);
            return new Dataset(new Table(rows, List.of()), target, doubles(in, in.getInt()));
        }
    }

    private static Column readColumn(ByteBuffer in, int rows) {
        String name = string(in);
        if (in.get() == NUMBERS) {
            return new Column.Numbers(name, doubles(in, rows));
        }
        int words = in.getInt();
        List<String> dictionary = new ArrayList<>(words);
        for (int i = 0; i < words; i++) {
            dictionary.add(string(in));
        }
        int[] codes = new int[rows];
        in.slice(in.position(), rows * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(codes);
        in.position(in.position() + rows * Integer.BYTES);
        return new Column.Strings(name, codes, dictionary);
    }

    private static double[] doubles(ByteBuffer in, int rows) {
        double[] values = new double[rows];
        in.slice(in.position(), rows * Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer()
                .get(values);
        in.position(in.position() + rows * Double.BYTES);
        return values;
    }

    private static String string(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void putString(FileChannel out, String value) throws IOException {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        put(out, buffer(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes));
    }

    private static void putDoubles(FileChannel out, double[] values) throws IOException {
        ByteBuffer bytes = buffer(values.length * Double.BYTES);
        bytes.asDoubleBuffer().put(values);
        bytes.position(bytes.limit());
        put(out, bytes);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void put(FileChannel out, ByteBuffer buffer) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
    }
}
