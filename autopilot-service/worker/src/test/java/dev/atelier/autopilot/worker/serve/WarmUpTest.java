package dev.atelier.autopilot.worker.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.autopilot.worker.artefact.ModelManifest;
import dev.atelier.autopilot.worker.data.ColumnType;
import dev.atelier.autopilot.worker.data.CsvReader;
import dev.atelier.autopilot.worker.data.DateFormat;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.data.Table;
import dev.atelier.autopilot.worker.job.ProblemType;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    private final WarmUp warmUp = new WarmUp(manifest(
            new InputColumn("width, in cm", ColumnType.NUMERIC, null, true),
            new InputColumn("colour", ColumnType.CATEGORICAL, null, true)));

    @Test
    void everyBodyIsAHeaderAndOneRowOfTheModelsColumns() throws IOException {
        Set<String> bodies = new HashSet<>();

        warmUp.run(body -> bodies.add(new String(body, StandardCharsets.UTF_8)));

        assertThat(bodies).hasSizeGreaterThan(1).allSatisfy(body -> {
            List<List<String>> records = records(body);
            assertThat(records).hasSize(2);
            assertThat(records.get(0)).containsExactly("width, in cm", "colour");
            assertThat(Double.parseDouble(records.get(1).get(0))).isFinite();
            assertThat(records.get(1).get(1)).startsWith("word");
        });
    }

    @Test
    void aModelOfNothingButADateHasARowToo() throws IOException {
        ModelManifest manifest = manifest(new InputColumn("day", ColumnType.DATE, DateFormat.ISO, true));

        new WarmUp(manifest)
                .run(body -> assertThat(table(manifest, body).rows()).isEqualTo(1));
    }

    @Test
    void aModelThatCannotScoreIsToldBeforeTheServerIsReady() {
        assertThatThrownBy(() -> warmUp.run(body -> {
                    throw new IOException("no such model");
                }))
                .hasMessage("no such model");
    }

    private static ModelManifest manifest(InputColumn... columns) {
        return new ModelManifest(
                ModelManifest.FORMAT,
                ModelManifest.VERSION,
                ModelManifest.Kind.BAG,
                "bag",
                "Linear",
                ProblemType.REGRESSION,
                "RMSE",
                "price",
                List.of(),
                null,
                null,
                List.of(columns),
                List.of());
    }

    private static Table table(ModelManifest manifest, byte[] body) throws IOException {
        try (CsvReader reader = new CsvReader(new StringReader(new String(body, StandardCharsets.UTF_8)))) {
            return RowReader.read(manifest, reader);
        }
    }

    private static List<List<String>> records(String body) {
        try (CsvReader reader = new CsvReader(new StringReader(body))) {
            List<List<String>> records = new ArrayList<>();
            for (List<String> record = reader.next(); record != null; record = reader.next()) {
                records.add(record);
            }
            return records;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
