package dev.atelier.autopilot.worker.data;

/** The text is not what a CSV file must be; the message names the line. */
public final class CsvException extends RuntimeException {

    private final boolean csv;

    private CsvException(String message, boolean csv) {
        super(message);
        this.csv = csv;
    }

    /** The file is something else than CSV. */
    public static CsvException notCsv(String message) {
        return new CsvException(message, false);
    }

    /** The file is CSV, with an error. */
    public static CsvException invalid(String message) {
        return new CsvException(message, true);
    }

    public boolean isCsv() {
        return csv;
    }
}
