package dev.atelier.billing.export;

import java.util.Map;

/** Rows of the export as CSV (RFC 4180): every value quoted, a missing one left empty. */
final class FocusCsv {
    private FocusCsv() {}

    static String header() {
        StringBuilder line = new StringBuilder();
        for (FocusColumn column : FocusColumn.values()) {
            line.append(line.isEmpty() ? "" : ",").append(column.title());
        }
        return line.append("\r\n").toString();
    }

    static String line(Map<FocusColumn, String> row) {
        StringBuilder line = new StringBuilder(1024);
        for (FocusColumn column : FocusColumn.values()) {
            if (column != FocusColumn.BILLED_COST) {
                line.append(',');
            }
            String value = row.getOrDefault(column, "");
            if (!value.isEmpty()) {
                line.append('"').append(value.replace("\"", "\"\"")).append('"');
            }
        }
        return line.append("\r\n").toString();
    }
}
