package dev.atelier.autopilot.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.autopilot.service.endpoint.EndpointLifecycle;
import dev.atelier.autopilot.service.job.JobLifecycle;
import dev.atelier.autopilot.service.job.Step;
import dev.atelier.autopilot.service.monitor.ExecutionState;
import dev.atelier.autopilot.service.transform.TransformState;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Which test sees each state and each move of the life cycles, with the real worker. A state or a move that is new has no line here, and
 * fails.
 */
class LifecycleTableTest {
    private static final List<Class<?>> LIFECYCLES =
            List.of(JobLifecycle.class, EndpointLifecycle.class, ExecutionState.class, TransformState.class);
    private static final List<Class<? extends Enum<?>>> FINER = List.of(Step.class, JobLifecycle.Completion.class);

    private static final String TABLE = """
            JobLifecycle.InProgress                     job.JobIT.trainsRanksDeploysAndBills
            JobLifecycle.InProgress.next                job.JobIT.trainsRanksDeploysAndBills
            JobLifecycle.InProgress.complete            job.JobIT.trainsRanksDeploysAndBills
            JobLifecycle.InProgress.fail                LifecyclesIT.aJobWhoseTrainingIsKilledAgainAndAgainFails
            JobLifecycle.InProgress.stop                job.JobEndIT.aStoppedJobKeepsTheBestSoFar
            JobLifecycle.Stopping                       job.JobEndIT.aStoppedJobKeepsTheBestSoFar
            JobLifecycle.Stopping.stopped               LifecyclesIT.aJobIsStoppedBeforeItBeganAndWhileItExplains
            JobLifecycle.Stopped                        LifecyclesIT.aJobIsStoppedBeforeItBeganAndWhileItExplains
            JobLifecycle.Completed                      job.JobIT.trainsRanksDeploysAndBills
            JobLifecycle.Failed                         job.JobOptionsIT.takesATableFromTheHomeDirectoryAndSaysWhatTheWorkerRefuses
            Step.STARTING                               job.JobIT.trainsRanksDeploysAndBills
            Step.ANALYZING_DATA                         job.JobIT.trainsRanksDeploysAndBills
            Step.FEATURE_ENGINEERING                    job.JobIT.trainsRanksDeploysAndBills
            Step.MODEL_TUNING                           job.JobIT.trainsRanksDeploysAndBills
            Step.TRAINING_MODELS                        job.JobIT.trainsRanksDeploysAndBills
            Step.GENERATING_EXPLAINABILITY_REPORT       LifecyclesIT.aJobIsStoppedBeforeItBeganAndWhileItExplains
            Step.GENERATING_MODEL_INSIGHTS_REPORT       job.JobIT.trainsRanksDeploysAndBills
            Completion.PLAN_FINISHED                    LifecyclesIT.endpointsAndMonitorsWhoseWorkersAreKilledOrThatAreDeletedOnTheWay
            Completion.MAX_CANDIDATES                   job.JobIT.trainsRanksDeploysAndBills
            Completion.MAX_RUNTIME                      job.JobEndIT.theRuntimeLimitHolds

            EndpointLifecycle.Creating                  job.JobIT.trainsRanksDeploysAndBills
            EndpointLifecycle.Creating.inService        endpoint.EndpointIT.servesVariantsAndChangesWithoutAFailedRequest
            EndpointLifecycle.Creating.fail             LifecyclesIT.endpointsAndMonitorsWhoseWorkersAreKilledOrThatAreDeletedOnTheWay
            EndpointLifecycle.Creating.delete           LifecyclesIT.endpointsAndMonitorsWhoseWorkersAreKilledOrThatAreDeletedOnTheWay
            EndpointLifecycle.InService                 endpoint.EndpointIT.servesVariantsAndChangesWithoutAFailedRequest
            EndpointLifecycle.InService.update          endpoint.EndpointIT.servesVariantsAndChangesWithoutAFailedRequest
            EndpointLifecycle.InService.fail            LifecyclesIT.endpointsAndMonitorsWhoseWorkersAreKilledOrThatAreDeletedOnTheWay
            EndpointLifecycle.InService.delete          endpoint.EndpointIT.servesVariantsAndChangesWithoutAFailedRequest
            EndpointLifecycle.Updating                  endpoint.EndpointIT.servesVariantsAndChangesWithoutAFailedRequest
            EndpointLifecycle.Updating.inService        endpoint.EndpointIT.servesVariantsAndChangesWithoutAFailedRequest
            EndpointLifecycle.Updating.rollBack         endpoint.EndpointIT.servesVariantsAndChangesWithoutAFailedRequest
            EndpointLifecycle.Updating.delete           LifecyclesIT.endpointsAndMonitorsWhoseWorkersAreKilledOrThatAreDeletedOnTheWay
            EndpointLifecycle.RollingBack               LifecyclesIT.endpointsAndMonitorsWhoseWorkersAreKilledOrThatAreDeletedOnTheWay
            EndpointLifecycle.RollingBack.inService     endpoint.EndpointIT.servesVariantsAndChangesWithoutAFailedRequest
            EndpointLifecycle.RollingBack.delete        LifecyclesIT.endpointsAndMonitorsWhoseWorkersAreKilledOrThatAreDeletedOnTheWay
            EndpointLifecycle.Failed                    LifecyclesIT.endpointsAndMonitorsWhoseWorkersAreKilledOrThatAreDeletedOnTheWay
            EndpointLifecycle.Failed.delete             LifecyclesIT.endpointsAndMonitorsWhoseWorkersAreKilledOrThatAreDeletedOnTheWay
            EndpointLifecycle.Deleting                  LifecyclesIT.endpointsAndMonitorsWhoseWorkersAreKilledOrThatAreDeletedOnTheWay
            EndpointLifecycle.Deleting.deleted          LifecyclesIT.endpointsAndMonitorsWhoseWorkersAreKilledOrThatAreDeletedOnTheWay
            EndpointLifecycle.Deleted                   endpoint.EndpointIT.servesVariantsAndChangesWithoutAFailedRequest

            ExecutionState.Pending                      monitor.MonitorIT.watchesAnEndpoint
            ExecutionState.Pending.begin                monitor.MonitorIT.watchesAnEndpoint
            ExecutionState.Pending.fail                 LifecyclesIT.endpointsAndMonitorsWhoseWorkersAreKilledOrThatAreDeletedOnTheWay
            ExecutionState.InProgress                   monitor.MonitorIT.watchesAnEndpoint
            ExecutionState.InProgress.complete          monitor.MonitorIT.watchesAnEndpoint
            ExecutionState.InProgress.fail              LifecyclesIT.endpointsAndMonitorsWhoseWorkersAreKilledOrThatAreDeletedOnTheWay
            ExecutionState.Completed                    monitor.MonitorIT.watchesAnEndpoint
            ExecutionState.CompletedWithViolations      monitor.MonitorIT.watchesAnEndpoint
            ExecutionState.Failed                       monitor.MonitorIT.watchesAnEndpoint

            TransformState.InProgress                   transform.TransformIT.aCandidateScoresAWholeTable
            TransformState.InProgress.complete          transform.TransformIT.aCandidateScoresAWholeTable
            TransformState.InProgress.fail              transform.TransformIT.aCandidateScoresAWholeTable
            TransformState.InProgress.stop              transform.TransformIT.aCandidateScoresAWholeTable
            TransformState.Stopping                     transform.TransformIT.aCandidateScoresAWholeTable
            TransformState.Stopping.stopped             transform.TransformIT.aCandidateScoresAWholeTable
            TransformState.Completed                    transform.TransformIT.aCandidateScoresAWholeTable
            TransformState.Failed                       transform.TransformIT.aCandidateScoresAWholeTable
            TransformState.Stopped                      transform.TransformIT.aCandidateScoresAWholeTable
            """;

    @Test
    void everyStateAndEveryMoveHasItsTest() {
        Set<String> all = new TreeSet<>();
        for (Class<?> lifecycle : LIFECYCLES) {
            for (Class<?> state : states(lifecycle).toList()) {
                String name = lifecycle.getSimpleName() + "." + state.getSimpleName();
                all.add(name);
                moves(lifecycle, state).forEach(move -> all.add(name + "." + move.getName()));
            }
        }
        for (Class<? extends Enum<?>> finer : FINER) {
            Stream.of(finer.getEnumConstants()).forEach(value -> all.add(finer.getSimpleName() + "." + value.name()));
        }

        assertThat(table().keySet()).containsExactlyElementsOf(all);
    }

    @Test
    void theTestsAreThere() throws ClassNotFoundException {
        for (String test : new TreeSet<>(table().values())) {
            int dot = test.lastIndexOf('.');
            Class<?> type = Class.forName(
                    "dev.atelier.autopilot.service." + test.substring(0, dot),
                    false,
                    getClass().getClassLoader());
            assertThat(type.getDeclaredMethods())
                    .filteredOn(method -> method.isAnnotationPresent(Test.class))
                    .extracting(Method::getName)
                    .contains(test.substring(dot + 1));
        }
    }

    private static Map<String, String> table() {
        Map<String, String> table = new TreeMap<>();
        TABLE.lines().filter(line -> !line.isBlank()).forEach(line -> {
            String[] parts = line.strip().split(" +", 2);
            assertThat(table.put(parts[0], parts[1])).as(parts[0]).isNull();
        });
        return table;
    }

    private static Stream<Class<?>> states(Class<?> type) {
        Class<?>[] kinds = type.getPermittedSubclasses();
        return kinds == null ? Stream.of(type) : Stream.of(kinds).flatMap(LifecycleTableTest::states);
    }

    private static Stream<Method> moves(Class<?> lifecycle, Class<?> state) {
        return Stream.of(state.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isBridge())
                .filter(method -> lifecycle.isAssignableFrom(method.getReturnType()));
    }
}
