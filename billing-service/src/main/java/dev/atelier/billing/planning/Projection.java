package dev.atelier.billing.planning;

import java.util.Arrays;

/**
 * What the rest of a month will cost, from what whole days cost before. With two weeks or more, the rest is made of weeks
 * like the earlier ones, so that weekends count as weekends; with less, of days like the earlier ones. The range is that in
 * which a further week (or day) would lie eight times of ten, by Student's t of the differences between the earlier ones:
 * few of them, or very different ones, make it wide.
 *
 * @param expected of the rest
 * @param spread how far below and above it the range goes
 * @param days how many whole days it is made from
 */
record Projection(double expected, double spread, MonthForecast.Basis basis, int days) {
    private static final int WEEK = 7;

    /** The 0.9 quantiles of Student's t for 1, 2, … degrees of freedom. */
    private static final double[] T90 = {
        3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363, 1.356, 1.350
    };

    /**
     * Projects.
     *
     * @param history the cost of each whole day before today, the oldest first; two at least
     * @param today how much of today is left, 0 to 1
     * @param days how many whole days are left after today
     */
    static Projection of(double[] history, double today, int days) {
        int block = history.length >= 2 * WEEK ? WEEK : 1;
        int blocks = history.length / block;
        double[] known = Arrays.copyOfRange(history, history.length - blocks * block, history.length);
        double expected = 0;
        double variance = 0;
        double deviations = 0;
        for (int first = 0; first <= days; first += block) {
            double[] sums = new double[blocks];
            for (int i = 0; i < blocks; i++) {
                for (int day = 0; day < block && first + day <= days; day++) {
                    double part = first + day == 0 ? today : 1;
                    sums[i] += part * known[i * block + day];
                }
            }
            double mean = Arrays.stream(sums).average().orElse(0);
            double squares =
                    Arrays.stream(sums).map(sum -> (sum - mean) * (sum - mean)).sum() / (blocks - 1);
            expected += mean;
            variance += squares;
            deviations += Math.sqrt(squares);
        }
        double error = Math.sqrt(variance + deviations * deviations / blocks);
        return new Projection(
                expected,
                error * T90[Math.min(blocks - 1, T90.length) - 1],
                block == WEEK ? MonthForecast.Basis.WEEKS : MonthForecast.Basis.DAYS,
                known.length);
    }
}
