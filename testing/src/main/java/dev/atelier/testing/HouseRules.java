package dev.atelier.testing;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The rules of the house, checked on the compiled classes. A module's test extends this class and names its package and
 * the packages of its cores.
 *
 * <p>A <em>core</em> is a package called {@code core}, or one that the test names: its classes are built with {@code new}
 * and know no framework. An <em>adapter</em> is a JAX-RS resource, a gRPC service, or whatever is in a package called
 * {@code rest}, {@code grpc} or {@code aws}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class HouseRules {
    private static final Pattern GENERATED = Pattern.compile(".*/v\\d+/.*");

    private static final DescribedPredicate<JavaClass> REST = DescribedPredicate.or(
                    annotatedWith("jakarta.ws.rs.Path"), resideInAPackage("..rest.."))
            .as("REST adapters");
    private static final DescribedPredicate<JavaClass> GRPC = DescribedPredicate.or(
                    annotatedWith("io.quarkus.grpc.GrpcService"), resideInAPackage("..grpc.."))
            .as("gRPC adapters");
    private static final DescribedPredicate<JavaClass> AWS =
            resideInAPackage("dev.atelier..aws..").as("AWS adapters");
    private static final DescribedPredicate<JavaClass> STORAGE = DescribedPredicate.or(
                    simpleNameEndingWith("Repository"),
                    assignableTo("io.quarkus.hibernate.orm.panache.PanacheRepositoryBase"),
                    assignableTo("jakarta.persistence.EntityManager"),
                    assignableTo("javax.sql.DataSource"),
                    resideInAnyPackage("java.sql", "javax.sql"))
            .as("storage");

    private final String basePackage;
    private final String[] cores;
    private final JavaClasses code;

    /**
     * @param basePackage the module's package, whose sub-packages are its features
     * @param cores further packages, from the base package, that hold a core, for example {@code cost}
     */
    protected HouseRules(String basePackage, String... cores) {
        this.basePackage = basePackage;
        List<String> packages = new ArrayList<>(List.of(basePackage + "..core.."));
        for (String core : cores) {
            packages.add(basePackage + "." + core + "..");
        }
        this.cores = packages.toArray(String[]::new);
        this.code = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(HouseRules::written)
                .importPackages(basePackage);
    }

    private static boolean written(Location location) {
        return !location.matches(GENERATED);
    }

    private void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(code);
    }

    @Test
    void thereIsCodeToCheck() {
        check(classes()
                .that()
                .resideInAPackage(basePackage + "..")
                .should(new ArchCondition<>("exist") {
                    @Override
                    public void check(JavaClass item, ConditionEvents events) {
                        // it does
                    }
                })
                .allowEmptyShould(false));
    }

    @Test
    void coresKnowNoFramework() {
        check(noClasses()
                .that()
                .resideInAnyPackage(cores)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "jakarta..",
                        "io.vertx..",
                        "io.smallrye..",
                        "org.hibernate..",
                        "java.sql..",
                        "javax.sql..",
                        "io.grpc..",
                        "com.google.protobuf..",
                        "com.fasterxml.jackson.databind.."));
    }

    @Test
    void adaptersNeverTouchStorage() {
        check(noClasses()
                .that(DescribedPredicate.or(REST, GRPC, AWS).as("adapters"))
                .should()
                .dependOnClassesThat(STORAGE));
    }

    /** Quarkus 3.33 loses or reorders the events of a gRPC call which it moves to a virtual thread; {@code @Blocking} is safe. */
    @Test
    void grpcServicesDoNotRunOnVirtualThreads() {
        check(noClasses()
                .that(GRPC)
                .should()
                .dependOnClassesThat(annotationNamed("io.smallrye.common.annotation.RunOnVirtualThread")));
    }

    private static DescribedPredicate<JavaClass> annotationNamed(String name) {
        return DescribedPredicate.describe(
                "are @" + name, type -> type.getName().equals(name));
    }

    @Test
    void noProtocolKnowsAnother() {
        check(noClasses()
                .that(REST)
                .should()
                .dependOnClassesThat(DescribedPredicate.or(GRPC.and(not(REST)), resideInAPackage("io.grpc.."))
                        .as("gRPC")));
        check(noClasses()
                .that(GRPC)
                .should()
                .dependOnClassesThat(DescribedPredicate.or(REST.and(not(GRPC)), resideInAPackage("jakarta.ws.rs.."))
                        .as("REST")));
    }

    @Test
    void grpcServicesBeginNoTransaction() {
        check(noClasses().that(GRPC).should().beAnnotatedWith("jakarta.transaction.Transactional"));
        check(methods()
                .that()
                .areDeclaredInClassesThat(GRPC)
                .should()
                .notBeAnnotatedWith("jakarta.transaction.Transactional"));
    }

    @Test
    void onlyTheKubernetesEngineKnowsFabric8() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("..engine.kubernetes..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fabric8.kubernetes.."));
    }

    @Test
    void onlyTheSagemakerEngineAndTheWireFrontKnowTheAwsSdk() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("..engine.sagemaker..", "dev.atelier..aws..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.awssdk.."));
    }

    @Test
    void featuresHaveNoCycles() {
        check(slices().matching(basePackage + ".(*)..").should().beFreeOfCycles());
    }

    @Test
    void nothingIsInjectedIntoFields() {
        check(noFields()
                .should()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
                .orShould()
                .beAnnotatedWith("io.quarkus.grpc.GrpcClient"));
    }

    @Test
    void theTimeComesFromTheClock() {
        check(noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis"));
    }

    @Test
    void packagesAreNullMarked() {
        check(classes().should(new ArchCondition<>("be in a package that is @NullMarked") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean marked = item.getPackage().isAnnotatedWith(NullMarked.class);
                if (!marked) {
                    events.add(SimpleConditionEvent.violated(
                            item, "The package of " + item.getName() + " is not @NullMarked"));
                }
            }
        }));
    }

    @Test
    void nothingPrints() {
        check(noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace"));
    }
}
