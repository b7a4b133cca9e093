package dev.atelier.autopilot.service.candidate;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The candidates of jobs. Changes need a transaction, which holds the job's row. */
@ApplicationScoped
public class Candidates {
    private static final Comparator<Candidate> LEADERBOARD = Comparator.comparingInt(
                    (Candidate candidate) -> candidate.rank() == 0 ? Integer.MAX_VALUE : candidate.rank())
            .thenComparingInt(Candidate::trial);

    private final Repository repository;

    Candidates(Repository repository) {
        this.repository = repository;
    }

    /** The table {@code candidate}. */
    @ApplicationScoped
    static class Repository implements PanacheRepositoryBase<CandidateEntity, CandidateEntity.Key> {}

    /** How a job's candidates stand. */
    public record Tally(int completed, int failed, @Nullable Candidate best) {}

    /** A new candidate begins to train. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void begin(
            String jobId,
            int trial,
            String name,
            String algorithm,
            String description,
            @Nullable Instant deadline,
            Instant at) {
        repository.persist(new CandidateEntity(jobId, trial, name, algorithm, description, deadline, at));
    }

    /** Takes over how far its progress was read. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void read(String jobId, int trial, int lines) {
        entity(jobId, trial).linesRead = lines;
    }

    /** Says more about it than was known when it began. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void describe(String jobId, int trial, String description) {
        entity(jobId, trial).description = description;
    }

    /** It ended; what has ended stays as it is. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void end(String jobId, int trial, CandidateState.Ended end) {
        CandidateEntity entity = entity(jobId, trial);
        if (entity.endTime == null) {
            entity.end(end);
        }
    }

    /** Ranks what has a score; equal scores keep the order of the plan, the simpler first. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void rank(String jobId, boolean higherIsBetter) {
        ToDoubleFunction<CandidateEntity> loss = entity -> {
            Double value = entity.objectiveValue;
            return value == null ? Double.POSITIVE_INFINITY : higherIsBetter ? -value : value;
        };
        List<CandidateEntity> scored = repository.list("jobId", jobId).stream()
                .filter(entity -> entity.objectiveValue != null)
                .sorted(Comparator.comparingDouble(loss).thenComparingInt(entity -> entity.trial))
                .toList();
        for (int i = 0; i < scored.size(); i++) {
            scored.get(i).rank = i + 1;
        }
    }

    /** All candidates of a job, the best first, those without a score last. */
    @Transactional
    public List<Candidate> of(String jobId) {
        return repository.list("jobId", jobId).stream()
                .map(CandidateEntity::toCandidate)
                .sorted(LEADERBOARD)
                .toList();
    }

    /** A part of the leaderboard. */
    public Page<Candidate> page(String jobId, PageRequest page) {
        String after = page.after();
        List<Candidate> left = of(jobId).stream()
                .dropWhile(candidate -> after != null && key(candidate).compareTo(after) <= 0)
                .limit(page.limit())
                .toList();
        return Page.of(left, page, Candidates::key);
    }

    /** A part of a list. */
    public Page<Candidate> page(String jobId, CandidateListing listing, PageRequest page) {
        String after = page.after();
        List<Candidate> listed = listing.of(of(jobId));
        int from = 0;
        if (after != null) {
            while (from < listed.size()
                    && !Integer.toString(listed.get(from).trial()).equals(after)) {
                from++;
            }
            from++;
        }
        return Page.of(
                listed.stream().skip(from).limit(page.limit()).toList(),
                page,
                candidate -> Integer.toString(candidate.trial()));
    }

    /** The candidate with a name. */
    @Transactional
    public Optional<Candidate> find(String jobId, String name) {
        return repository
                .find("jobId = ?1 and name = ?2", jobId, name)
                .firstResultOptional()
                .map(CandidateEntity::toCandidate);
    }

    /** Counts and the best. */
    public Tally tally(String jobId) {
        List<Candidate> all = of(jobId);
        int completed = (int) all.stream()
                .filter(candidate -> candidate.state() instanceof CandidateState.Completed)
                .count();
        int failed = (int) all.stream()
                .filter(candidate -> candidate.state() instanceof CandidateState.Failed)
                .count();
        Candidate best = all.stream()
                .filter(candidate -> candidate.rank() == 1)
                .findFirst()
                .orElse(null);
        return new Tally(completed, failed, best);
    }

    private CandidateEntity entity(String jobId, int trial) {
        return repository
                .findByIdOptional(new CandidateEntity.Key(jobId, trial))
                .orElseThrow(() -> new IllegalStateException("No candidate " + trial + " in " + jobId));
    }

    private static String key(Candidate candidate) {
        return "%010d/%05d"
                .formatted(candidate.rank() == 0 ? Integer.MAX_VALUE : candidate.rank(), candidate.trial() + 1);
    }
}
