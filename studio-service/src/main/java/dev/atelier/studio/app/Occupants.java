package dev.atelier.studio.app;

import dev.atelier.studio.image.ImageUses;
import dev.atelier.studio.instance.InstanceOccupants;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.tenancy.OwnerOccupants;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Apps as instances, user profiles and spaces see them: as what lives in them. */
@ApplicationScoped
class Occupants implements InstanceOccupants, OwnerOccupants, ImageUses {
    private final AppStore store;
    private final Transitions transitions;

    Occupants(AppStore store, Transitions transitions) {
        this.store = store;
        this.transitions = transitions;
    }

    @Override
    public Map<String, List<String>> appNames(Collection<String> instanceIds) {
        return instanceIds.isEmpty() ? Map.of() : store.liveNames(instanceIds);
    }

    @Override
    public void shutDown(String instanceId) {
        store.onInstance(instanceId).forEach(transitions::delete);
    }

    @Override
    public List<String> apps(String reference) {
        return store.onImage(reference).stream()
                .map(app -> app.owner() + "/" + app.appName())
                .toList();
    }

    @Override
    public Optional<String> occupying(Owner owner) {
        return store.live(owner).isEmpty() ? Optional.empty() : Optional.of("App(s) are");
    }
}
