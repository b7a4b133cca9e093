package dev.atelier.studio.idle;

import dev.atelier.studio.kernel.ExecutionState;
import dev.atelier.studio.kernel.KernelActivity.Activity;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Since when kernels have been restarting, as the looks saw it: what a client says to one in the meantime does not make it younger. A new
 * life of the service counts anew. Confined to one look at a time.
 */
final class Restarts {
    private final Map<String, Instant> since = new HashMap<>();

    /** Takes in what a look sees; one that is not restarting any more is forgotten. */
    void seen(List<Activity> kernels, Instant now) {
        Set<String> restarting = kernels.stream()
                .filter(kernel -> kernel.state() == ExecutionState.RESTARTING)
                .map(Activity::kernelId)
                .collect(Collectors.toSet());
        since.keySet().retainAll(restarting);
        restarting.forEach(kernelId -> since.putIfAbsent(kernelId, now));
    }

    /** When the kernel was first seen in the restart that it is in; now for one that began since the look. */
    Instant since(Activity kernel, Instant now) {
        return since.getOrDefault(kernel.kernelId(), now);
    }
}
