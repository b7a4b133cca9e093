package dev.atelier.autopilot.worker.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code oof.bin}: rows, outputs, then the predictions row by row, little endian. */
public final class PredictionFile {

    private static final int HEADER = 2 * Integer.BYTES;

    private PredictionFile() {}

    public static void write(Path file, double[] predictions, int outputs) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(HEADER + predictions.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(predictions.length / outputs).putInt(outputs);
        for (double prediction : predictions) {
            bytes.putDouble(prediction);
        }
        Files.write(file, bytes.array());
    }

    /** The predictions; the file must have as many as expected. */
    public static double[] read(Path file, int rows, int outputs) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < HEADER || bytes.getInt() != rows || bytes.getInt() != outputs) {
            throw new IOException(file + " does not belong to this data set");
        }
        double[] predictions = new double[rows * outputs];
        bytes.asDoubleBuffer().get(predictions);
        return predictions;
    }
}
