package dev.atelier.autopilot.worker.profile;

/** The smallest, the next, … of numbers without sorting them all (Hoare 1961). */
final class OrderStatistics {

    private OrderStatistics() {}

    /**
     * Moves numbers until the one at an index is the one that sorting would put there, no greater one is before it and no smaller one behind it.
     *
     * @param from where the part begins that may hold it, from which on and up to {@code to} numbers are moved
     */
    static double select(double[] values, int from, int to, int index) {
        int low = from;
        int high = to;
        while (low < high) {
            double pivot = median(values[low], values[(low + high) >>> 1], values[high]);
            int i = low;
            int j = high;
            while (i <= j) {
                while (values[i] < pivot) {
                    i++;
                }
                while (values[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    double swap = values[i];
                    values[i++] = values[j];
                    values[j--] = swap;
                }
            }
            if (index <= j) {
                high = j;
            } else if (index >= i) {
                low = i;
            } else {
                break;
            }
        }
        return values[index];
    }

    private static double median(double a, double b, double c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
