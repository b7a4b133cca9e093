package dev.atelier.autopilot.worker.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.autopilot.worker.data.Dataset;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.data.Split;
import dev.atelier.autopilot.worker.data.Table;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TemperatureTest {

    private static final int ROWS = 3000;

    @Test
    void findsByHowMuchAModelIsTooCertain() {
        Random random = new Random(1);
        double[] target = new double[ROWS];
        double[] truth = new double[ROWS];
        double[] certain = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            double logit = 1.5 * random.nextGaussian();
            truth[i] = 1 / (1 + Math.exp(-logit));
            certain[i] = 1 / (1 + Math.exp(-3 * logit));
            target[i] = random.nextDouble() < truth[i] ? 1 : 0;
        }
        Dataset data = new Dataset(new Table(ROWS, List.of()), target);
        Folds folds = new Split.Stratified().deal(target, true, 5, 1);
        Temperature temperature = new Temperature(1, data);

        Temperature.Calibrated calibrated =
                temperature.calibrate(certain, certain, folds).orElseThrow();

        assertThat(calibrated.served()).isBetween(2.6, 3.4);
        assertThat(Scores.binaryLogLoss(target, RowWeights.EQUAL, calibrated.measured()))
                .isCloseTo(Scores.binaryLogLoss(target, RowWeights.EQUAL, truth), within(0.003));
        assertThat(temperature.calibrate(truth, truth, folds))
                .as("what is calibrated is left as it is")
                .isEmpty();
    }

    @Test
    void keepsTheOrderOfClassesAndTheirSum() {
        double[] predictions = {0.7, 0.2, 0.1, 0.4, 0.6, 0};
        Temperature.apply(predictions, 3, 0.5);

        assertThat(predictions[0]).isCloseTo(0.49 / 0.54, within(1e-12));
        assertThat(predictions[0] + predictions[1] + predictions[2]).isCloseTo(1, within(1e-12));
        assertThat(predictions[4]).isGreaterThan(predictions[3]);
        assertThat(predictions[5]).isBetween(0.0, 1e-9);
    }
}
