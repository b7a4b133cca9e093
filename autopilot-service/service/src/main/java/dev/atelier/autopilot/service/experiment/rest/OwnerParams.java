package dev.atelier.autopilot.service.experiment.rest;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Whose a name is: the caller's own when absent. */
public class OwnerParams {
    @QueryParam("domainId")
    @Parameter(description = "The domain; the caller's own when absent.")
    @Nullable
    String domainId;

    @QueryParam("userProfileName")
    @Parameter(description = "The user profile; the caller's own when absent.")
    @Nullable
    String userProfileName;
}
