package dev.atelier.autopilot.service.dataset;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.engine.Leftovers;
import dev.atelier.autopilot.service.engine.ProblemType;
import dev.atelier.autopilot.service.support.AutopilotConfig;
import dev.atelier.autopilot.service.support.Ids;
import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.autopilot.service.usage.Owners;
import dev.atelier.platform.idempotency.Idempotency;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What can be done with data sets. */
@Startup
@ApplicationScoped
public class DatasetService {
    private static final Logger LOG = Logger.getLogger(DatasetService.class);
    private static final String KIND = "data set";
    private static final int MAX_NAME = 255;

    private final DatasetRepository datasets;
    private final Owners owners;
    private final Inputs inputs;
    private final Idempotency idempotency;
    private final Clock clock;
    private final DatasetFiles files;
    private final long maxBytes;
    private final int minRows;

    DatasetService(
            DatasetRepository datasets,
            Owners owners,
            Inputs inputs,
            Idempotency idempotency,
            Clock clock,
            AutopilotConfig config,
            @ConfigProperty(name = "atelier.data-dir") Path dataDir) {
        this.datasets = datasets;
        this.owners = owners;
        this.inputs = inputs;
        this.idempotency = idempotency;
        this.clock = clock;
        this.maxBytes = config.maxUploadSize().asLongValue();
        this.minRows = config.minRows();
        this.files =
                new DatasetFiles(dataDir.toAbsolutePath().resolve("autopilot").resolve("datasets"), maxBytes);
    }

    @PostConstruct
    void clean() {
        files.clearIncoming();
        Leftovers.remove(
                files.directory(),
                clock.instant(),
                () -> QuarkusTransaction.requiringNew().call(datasets::ids));
    }

    /** A table to be stored. */
    public record NewDataset(
            @Nullable String name,
            @Nullable String domainId,
            @Nullable String userProfileName) {}

    @RegisterForReflection
    record UploadKey(String name, String domainId, String userProfileName, String sha256) {}

    @RegisterForReflection
    record Stored(String datasetId) {}

    /** The largest table that is taken, in bytes. */
    public long maxUpload() {
        return maxBytes;
    }

    /** What a larger one is refused with. */
    public AtelierException tooLarge() {
        return DatasetFiles.tooLarge(maxBytes);
    }

    /** Refuses an upload that says itself that it is too large; a negative length is unknown. */
    public void checkLength(long contentLength) {
        if (contentLength > maxBytes) {
            throw tooLarge();
        }
    }

    /**
     * Stores a CSV, plain or gzip, as it comes.
     *
     * @throws AtelierException PAYLOAD_TOO_LARGE, DATASET_NOT_CSV or DATASET_INVALID; nothing is left behind then
     */
    public Dataset upload(Caller caller, NewDataset asked, InputStream body, @Nullable String idempotencyKey) {
        String name = checkName(asked.name());
        Owner owner = owners.resolve(caller, asked.domainId(), asked.userProfileName());
        try (DatasetFiles.Incoming arrived = files.receive(body)) {
            Dataset dataset = describe(name, owner, arrived);
            UploadKey request = new UploadKey(name, owner.domainId(), owner.userProfileName(), arrived.sha256());
            return keep(
                    dataset,
                    arrived,
                    () -> QuarkusTransaction.requiringNew()
                            .call(() -> idempotency
                                    .once(caller, "UploadDataset", idempotencyKey, request, Stored.class, () -> {
                                        datasets.persist(DatasetEntity.of(dataset));
                                        return new Stored(dataset.id());
                                    })
                                    .datasetId()));
        } catch (IOException e) {
            throw new AtelierException(ErrorCode.DATASET_INVALID, "The upload broke off. Send it again.", e);
        }
    }

    /** Takes an upload that arrives piece by piece; what it holds then goes to {@link #upload}. */
    public DatasetStaging stage() {
        try {
            return files.stage();
        } catch (IOException e) {
            throw AtelierException.internal(e);
        }
    }

    /**
     * Takes a CSV from where it lies and hands it on; unless the taker keeps it, nothing is left behind.
     *
     * @param taker checks it further and says whether it is kept; {@link #persist} belongs into its transaction
     */
    public void take(Owner owner, InputLocation location, Predicate<Arrived> taker) {
        try (InputStream body = inputs.open(owner, location);
                DatasetFiles.Incoming arrived = files.receive(body)) {
            String name = location.name();
            Dataset dataset = describe(name.substring(0, Math.min(name.length(), MAX_NAME)), owner, arrived);
            keep(
                    dataset,
                    arrived,
                    () -> taker.test(new Arrived(dataset, files.path(dataset.id()))) ? dataset.id() : "");
        } catch (IOException e) {
            throw AtelierException.unavailable(
                    "The file '%s' could not be read to its end. Try again.".formatted(location.name()), e);
        }
    }

    /** A checked table that is not stored yet. */
    public record Arrived(Dataset dataset, Path file) {}

    /** Stores what {@link #take} handed on, in the current transaction. */
    public void persist(Dataset dataset) {
        datasets.persist(DatasetEntity.of(dataset));
    }

    /** The data set, when the caller may see it. */
    public Dataset get(Caller caller, String id) {
        return find(id).filter(found ->
                        caller.sees(found.owner().domainId(), found.owner().userProfileName()))
                .orElseThrow(() -> AtelierException.notFound(KIND, id));
    }

    /** The data sets of a profile or, for those who see everything, of all; the newest first. */
    public Page<Dataset> list(
            Caller caller, @Nullable String domainId, @Nullable String userProfileName, PageRequest page) {
        Owners.Scope scope = owners.scope(caller, domainId, userProfileName);
        return Page.of(QuarkusTransaction.requiringNew().call(() -> datasets.page(scope, page)), page, Dataset::id);
    }

    /** Removes a data set; jobs that have read it keep what they made of it. Removing what is not there, or is another's, does nothing. */
    public void delete(Caller caller, String id) {
        Optional<Dataset> found = find(id).filter(dataset -> sees(caller, dataset.owner()));
        if (found.isEmpty()) {
            return;
        }
        Owner owner = found.get().owner();
        caller.requireProfile(owner.domainId(), owner.userProfileName());
        QuarkusTransaction.requiringNew().run(() -> datasets.deleteById(id));
        files.delete(id);
        LOG.infof("data set deleted; datasetId=%s", id);
    }

    private static boolean sees(Caller caller, Owner owner) {
        return caller.sees(owner.domainId(), owner.userProfileName());
    }

    /** Where a stored table lies. */
    public Path file(String id) {
        return files.path(id);
    }

    /**
     * Refuses a table from which a job could not learn the target.
     *
     * @throws AtelierException TARGET_NOT_FOUND, DATASET_TOO_FEW_ROWS or TARGET_INVALID
     */
    public void checkTarget(Path file, String target, @Nullable ProblemType problemType) {
        try {
            TargetCheck.check(file, target, problemType, minRows);
        } catch (IOException e) {
            throw AtelierException.internal(e);
        }
    }

    /**
     * Whether a stored table has the columns that a job is to split or weigh rows by.
     *
     * @param columns by the field that names them
     * @throws AtelierException VALIDATION
     */
    public void checkColumns(Path file, Map<String, String> columns) {
        try {
            ColumnCheck.check(file, columns);
        } catch (IOException e) {
            throw AtelierException.internal(e);
        }
    }

    private Dataset describe(String name, Owner owner, DatasetFiles.Incoming arrived) throws IOException {
        CsvCheck.Summary table = CsvCheck.check(arrived.file());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new Dataset(Ids.next("ds", clock), name, owner, arrived.size(), table.rows(), table.columns(), now);
    }

    private Dataset keep(Dataset dataset, DatasetFiles.Incoming arrived, Supplier<String> stored) {
        arrived.keepAs(dataset.id());
        String kept = "";
        try {
            kept = stored.get();
        } finally {
            if (!kept.equals(dataset.id())) {
                files.delete(dataset.id());
            }
        }
        if (kept.isEmpty() || kept.equals(dataset.id())) {
            return dataset;
        }
        String replayed = kept;
        return find(kept).orElseThrow(() -> AtelierException.notFound(KIND, replayed));
    }

    private Optional<Dataset> find(String id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> datasets.findByIdOptional(id).map(DatasetEntity::toDataset));
    }

    private static String checkName(@Nullable String name) {
        if (name == null || name.isBlank()) {
            throw AtelierException.invalid("name", "is required");
        }
        if (name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw AtelierException.invalid("name", "must be at most %d printable characters".formatted(MAX_NAME));
        }
        return name;
    }
}
