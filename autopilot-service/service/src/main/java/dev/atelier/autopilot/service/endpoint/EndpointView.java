package dev.atelier.autopilot.service.endpoint;

import dev.atelier.autopilot.service.usage.Costs;

/** An endpoint with what it costs. */
public record EndpointView(Endpoint endpoint, Costs.Cost cost) {}
