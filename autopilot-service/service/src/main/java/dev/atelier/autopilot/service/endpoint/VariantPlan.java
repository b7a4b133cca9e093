package dev.atelier.autopilot.service.endpoint;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.api.identity.Caller;
import dev.atelier.autopilot.service.candidate.Candidate;
import dev.atelier.autopilot.service.engine.Directories;
import dev.atelier.autopilot.service.engine.Trees;
import dev.atelier.autopilot.service.job.AutoMLJob;
import dev.atelier.autopilot.service.job.JobService;
import dev.atelier.autopilot.service.usage.LaunchAuthorizer;
import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.autopilot.service.usage.Owners;
import dev.atelier.billing.v1.Component;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns the variants that a caller asks for into a version of an endpoint's configuration. */
@ApplicationScoped
class VariantPlan {
    /** SageMaker's limit. */
    private static final int MAX_VARIANTS = 10;

    private final EntityManager entities;
    private final EndpointRepository endpoints;
    private final JobService jobs;
    private final Owners owners;
    private final LaunchAuthorizer launches;
    private final Directories directories;

    VariantPlan(
            EntityManager entities,
            EndpointRepository endpoints,
            JobService jobs,
            Owners owners,
            LaunchAuthorizer launches,
            Directories directories) {
        this.entities = entities;
        this.endpoints = endpoints;
        this.jobs = jobs;
        this.owners = owners;
        this.launches = launches;
        this.directories = directories;
    }

    /** What was asked for, with the candidates found; all belong to one profile. */
    record Planned(Owner owner, List<Variant> variants) {}

    /**
     * Finds the candidates.
     *
     * @param owner whose endpoint it is; null for whoever owns the first variant's job
     */
    Planned of(Caller caller, List<NewVariant> asked, @Nullable Owner owner) {
        check(asked);
        Owner known = owner;
        List<Variant> variants = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            NewVariant variant = asked.get(i);
            String jobName = String.valueOf(variant.jobName());
            AutoMLJob job = jobs.visible(caller, jobName);
            caller.requireProfile(job.owner().domainId(), job.owner().userProfileName());
            if (known == null) {
                known = owners.resolve(
                        caller, job.owner().domainId(), job.owner().userProfileName());
            } else if (!known.domainId().equals(job.owner().domainId())
                    || !known.userProfileName().equals(job.owner().userProfileName())) {
                throw AtelierException.invalid(
                        field(asked, i) + "autoMlJobName", "belongs to another user profile than the endpoint");
            }
            Candidate candidate = jobs.deployable(caller, jobName, variant.candidateName());
            variants.add(new Variant(
                    variant.nameOrDefault(),
                    job.id(),
                    job.name(),
                    candidate.name(),
                    candidate.trial(),
                    variant.instanceTypeOrDefault(),
                    variant.instanceCountOrDefault(),
                    variant.weightOrDefault(),
                    variant.scaling()));
        }
        if (known == null) {
            throw new IllegalStateException("No variant");
        }
        return new Planned(known, variants);
    }

    /** Asks billing about all instances of each type. Those that an update takes the place of run until it is done, and count beside them. */
    void authorize(Owner owner, List<Variant> variants) {
        Map<String, Integer> instances = variants.stream()
                .collect(Collectors.groupingBy(
                        Variant::instanceType, TreeMap::new, Collectors.summingInt(Variant::instanceCount)));
        launch(owner, instances);
    }

    private void launch(Owner owner, Map<String, Integer> instances) {
        instances.forEach((type, count) -> launches.authorize(owner, type, Component.COMPONENT_HOSTING, count));
    }

    /** Writes the rows of a version and puts its models in their places. Needs a transaction. */
    void install(String endpointId, int version, List<Variant> variants) {
        for (Variant variant : variants) {
            Trees.link(
                    directories.job(variant.jobId()).model(variant.trial()),
                    directories.model(endpointId, version, variant.name()));
            entities.persist(new EndpointVariantEntity(endpointId, version, variant));
        }
        entities.flush();
    }

    /** Changes variants of the version that takes requests, all or none. Needs a transaction that holds the endpoint's row. */
    void scale(EndpointEntity endpoint, Map<String, EndpointService.VariantChange> changes) {
        List<EndpointVariantEntity> variants = endpoints.variants(endpoint.id, endpoint.shownVersion());
        Map<String, Integer> more = new TreeMap<>();
        changes.forEach((name, change) -> {
            EndpointVariantEntity variant = variants.stream()
                    .filter(one -> one.variantName.equals(name))
                    .findFirst()
                    .orElseThrow(() -> AtelierException.notFound("variant", name));
            int before = variant.instanceCount;
            scale(variant, change);
            if (variant.instanceCount > before) {
                more.merge(variant.instanceType, variant.instanceCount - before, Integer::sum);
            }
        });
        if (variants.stream().mapToDouble(one -> one.weight).sum() <= 0) {
            throw AtelierException.invalid("weight", "would leave no variant with traffic");
        }
        launch(endpoint.owner.toOwner(), more);
    }

    private static void scale(EndpointVariantEntity variant, EndpointService.VariantChange change) {
        Integer count = change.instanceCount();
        Double weight = change.weight();
        List<FieldViolation> violations = new ArrayList<>();
        NewVariant.checkCount("", count, violations);
        NewVariant.checkWeight("", weight, violations);
        if (!violations.isEmpty()) {
            throw AtelierException.invalid(violations);
        }
        if (count != null) {
            variant.instanceCount = count;
        }
        if (weight != null) {
            variant.weight = weight;
        }
        InstanceScaling scaling = change.scaling() == null ? variant.scaling() : change.scaling();
        if (scaling != null) {
            variant.write(scaling);
        }
    }

    private static void check(List<NewVariant> asked) {
        if (asked.isEmpty() || asked.size() > MAX_VARIANTS) {
            throw AtelierException.invalid("productionVariants", "must have 1 to 10 entries");
        }
        List<FieldViolation> violations = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < asked.size(); i++) {
            asked.get(i).check(field(asked, i), violations);
            if (!names.add(asked.get(i).nameOrDefault())) {
                violations.add(new FieldViolation(field(asked, i) + "variantName", "is there twice"));
            }
        }
        if (asked.stream().mapToDouble(NewVariant::weightOrDefault).sum() <= 0) {
            violations.add(new FieldViolation("productionVariants", "must have a weight above 0"));
        }
        if (!violations.isEmpty()) {
            throw AtelierException.invalid(violations);
        }
    }

    /** A single variant is given by the fields of the request itself. */
    private static String field(List<NewVariant> asked, int index) {
        return asked.size() == 1 ? "" : "productionVariants[%d].".formatted(index);
    }
}
