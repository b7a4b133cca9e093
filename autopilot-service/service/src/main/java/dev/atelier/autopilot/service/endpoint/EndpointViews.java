package dev.atelier.autopilot.service.endpoint;

import dev.atelier.api.page.Page;
import dev.atelier.autopilot.service.usage.Costs;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Shows endpoints with what they cost. */
@ApplicationScoped
public class EndpointViews {
    private final Costs costs;

    EndpointViews(Costs costs) {
        this.costs = costs;
    }

    /** One. */
    public EndpointView of(Endpoint endpoint) {
        return of(List.of(endpoint)).getFirst();
    }

    /** A page, whose costs are looked up together. */
    public Page<EndpointView> of(Page<Endpoint> page) {
        return new Page<>(of(page.items()), page.nextPageToken());
    }

    private List<EndpointView> of(List<Endpoint> endpoints) {
        return costs.with(endpoints, endpoint -> Costs.endpoint(endpoint.owner(), endpoint.name()), EndpointView::new);
    }
}
