package dev.atelier.studio.instance;

import dev.atelier.studio.usage.Price;
import dev.atelier.studio.usage.Prices;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The instance types of the file that ships with the service. */
@ApplicationScoped
class CsvInstanceTypes implements InstanceTypeCatalog {
    private static final String FILE = "/instance-types.csv";
    private static final String HEADER = "instance_type,vcpu,memory_gib,gpu,fast_launch,default_for";

    private final SortedMap<String, InstanceType> types = read();
    private final Prices prices;

    CsvInstanceTypes(Prices prices) {
        this.prices = prices;
    }

    @Override
    public List<InstanceType> all() {
        return types.values().stream().map(this::priced).toList();
    }

    @Override
    public Optional<InstanceType> type(String name) {
        return Optional.ofNullable(types.get(name)).map(this::priced);
    }

    private InstanceType priced(InstanceType type) {
        @Nullable Price price = prices.perHour(type.name()).orElse(null);
        return new InstanceType(
                type.name(), type.vcpu(), type.memoryGib(), type.gpu(), type.fastLaunch(), type.defaultFor(), price);
    }

    private static SortedMap<String, InstanceType> read() {
        SortedMap<String, InstanceType> types = new TreeMap<>();
        try (InputStream file = CsvInstanceTypes.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
            if (!HEADER.equals(lines.readLine())) {
                throw new IllegalStateException(FILE + " does not begin with " + HEADER);
            }
            lines.lines().map(CsvInstanceTypes::parse).forEach(type -> types.put(type.name(), type));
            return types;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InstanceType parse(String line) {
        String[] fields = line.split(",", -1);
        return new InstanceType(
                fields[0],
                Integer.parseInt(fields[1]),
                new BigDecimal(fields[2]),
                Integer.parseInt(fields[3]),
                Boolean.parseBoolean(fields[4]),
                fields[5].isEmpty() ? null : fields[5],
                null);
    }
}
