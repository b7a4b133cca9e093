package dev.atelier.autopilot.worker.learner;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads Universal Binary JSON (ubjson.org, draft 12) as XGBoost writes it: objects as maps, arrays as lists, arrays of one type of numbers as {@code float[]},
 * {@code double[]} or {@code int[]}.
 */
final class UniversalBinaryJson {

    private final ByteBuffer bytes;

    private UniversalBinaryJson(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /** The object that the bytes hold. */
    static Map<?, ?> read(byte[] bytes) {
        UniversalBinaryJson reader = new UniversalBinaryJson(bytes);
        return (Map<?, ?>) reader.value(reader.marker());
    }

    private char marker() {
        return (char) bytes.get();
    }

    private boolean next(char marker) {
        boolean found = bytes.get(bytes.position()) == marker;
        if (found) {
            bytes.get();
        }
        return found;
    }

    private Object value(char marker) {
        return switch (marker) {
            case '{' -> object();
            case '[' -> array();
            case 'S' -> text();
            case 'T' -> true;
            case 'F' -> false;
            case 'd' -> bytes.getFloat();
            case 'D' -> bytes.getDouble();
            default -> whole(marker);
        };
    }

    private long whole(char marker) {
        return switch (marker) {
            case 'i' -> bytes.get();
            case 'U' -> bytes.get() & 0xFF;
            case 'I' -> bytes.getShort();
            case 'l' -> bytes.getInt();
            case 'L' -> bytes.getLong();
            default -> throw new IllegalArgumentException("Unknown marker '" + marker + "' in UBJSON");
        };
    }

    private int length() {
        return Math.toIntExact(whole(marker()));
    }

    private String text() {
        byte[] text = new byte[length()];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private Map<String, Object> object() {
        Map<String, Object> object = new HashMap<>();
        while (!next('}')) {
            object.put(text(), value(marker()));
        }
        return object;
    }

    private Object array() {
        if (next('$')) {
            char type = marker();
            if (!next('#')) {
                throw new IllegalArgumentException("An array of a type has no length in UBJSON");
            }
            return numbers(type, length());
        }
        List<Object> list = new ArrayList<>();
        if (next('#')) {
            for (int left = length(); left > 0; left--) {
                list.add(value(marker()));
            }
            return list;
        }
        while (!next(']')) {
            list.add(value(marker()));
        }
        return list;
    }

    private Object numbers(char type, int length) {
        return switch (type) {
            case 'd' -> {
                float[] numbers = new float[length];
                bytes.slice(bytes.position(), length * Float.BYTES)
                        .asFloatBuffer()
                        .get(numbers);
                bytes.position(bytes.position() + length * Float.BYTES);
                yield numbers;
            }
            case 'D' -> {
                double[] numbers = new double[length];
                Arrays.setAll(numbers, _ -> bytes.getDouble());
                yield numbers;
            }
            default -> {
                int[] numbers = new int[length];
                Arrays.setAll(numbers, _ -> Math.toIntExact(whole(type)));
                yield numbers;
            }
        };
    }
}
