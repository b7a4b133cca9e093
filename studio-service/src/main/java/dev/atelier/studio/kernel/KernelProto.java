package dev.atelier.studio.kernel;

import dev.atelier.api.time.ProtoTimes;
import dev.atelier.common.v1.Spec;
import dev.atelier.studio.instance.InstanceType;
import dev.atelier.studio.v1.ExecutionState;
import dev.atelier.studio.v1.KernelDeath;
import dev.atelier.studio.v1.Session;
import dev.atelier.studio.wire.Wire;

/** Kernels and sessions as messages of the contract. */
final class KernelProto {
    private KernelProto() {}

    static dev.atelier.studio.v1.Kernel kernel(KernelView view) {
        Kernel kernel = view.kernel();
        dev.atelier.studio.v1.Kernel.Builder builder = dev.atelier.studio.v1.Kernel.newBuilder()
                .setKernelId(kernel.kernelId())
                .setDomainId(kernel.owner().domainId())
                .setUserProfileName(Wire.text(kernel.owner().userProfileName()))
                .setSpaceName(Wire.text(kernel.owner().spaceName()))
                .setAppName(kernel.appName())
                .setKernelName(kernel.kernelName())
                .setImage(kernel.image())
                .setInstanceType(kernel.instanceType())
                .setExecutionState(state(view.state()))
                .setConnections(view.connections())
                .setLastActivity(ProtoTimes.timestamp(view.lastActivity()))
                .setCreationTime(ProtoTimes.timestamp(kernel.creationTime()))
                .setDeathReason(kernel.deathReason())
                .setInstanceId(Wire.text(view.instanceId()));
        Death death = kernel.death();
        if (death != null) {
            builder.setDeath(death(death));
        }
        if (view.memoryBytes() != null) {
            builder.setMemoryBytes(view.memoryBytes());
        }
        InstanceType spec = view.spec();
        if (spec != null) {
            builder.setSpec(Spec.newBuilder()
                    .setInstanceType(spec.name())
                    .setVcpu(spec.vcpu())
                    .setMemoryGib(spec.memoryGib().doubleValue())
                    .setGpu(spec.gpu()));
        }
        return builder.build();
    }

    private static KernelDeath death(Death death) {
        KernelDeath.Builder builder = KernelDeath.newBuilder()
                .setCause(
                        switch (death.cause()) {
                            case OUT_OF_MEMORY -> KernelDeath.Cause.CAUSE_OUT_OF_MEMORY;
                            case SIGNAL -> KernelDeath.Cause.CAUSE_SIGNAL;
                            case EXIT -> KernelDeath.Cause.CAUSE_EXIT;
                            case APP_ENDED -> KernelDeath.Cause.CAUSE_APP_ENDED;
                            case SHUT_DOWN -> KernelDeath.Cause.CAUSE_SHUT_DOWN;
                            case UNKNOWN -> KernelDeath.Cause.CAUSE_UNKNOWN;
                        })
                .setReason(death.reason())
                .setSignal(Wire.text(death.signal()));
        if (death.exitCode() != null) {
            builder.setExitCode(death.exitCode());
        }
        return builder.build();
    }

    static Session session(SessionView view) {
        KernelSession session = view.session();
        return Session.newBuilder()
                .setSessionId(session.sessionId())
                .setDomainId(session.owner().domainId())
                .setUserProfileName(Wire.text(session.owner().userProfileName()))
                .setSpaceName(Wire.text(session.owner().spaceName()))
                .setPath(session.path())
                .setName(session.name())
                .setType(session.type())
                .setKernel(kernel(view.kernel()))
                .build();
    }

    private static ExecutionState state(dev.atelier.studio.kernel.ExecutionState state) {
        return switch (state) {
            case STARTING -> ExecutionState.EXECUTION_STATE_STARTING;
            case IDLE -> ExecutionState.EXECUTION_STATE_IDLE;
            case BUSY -> ExecutionState.EXECUTION_STATE_BUSY;
            case RESTARTING -> ExecutionState.EXECUTION_STATE_RESTARTING;
            case DEAD -> ExecutionState.EXECUTION_STATE_DEAD;
        };
    }
}
