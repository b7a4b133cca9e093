package dev.atelier.studio.instance;

import dev.atelier.api.page.Page;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Instance types over REST. */
@Path("/api/v1/instance-types")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Catalogue")
class InstanceTypeResource {
    private final InstanceTypeCatalog catalog;

    InstanceTypeResource(InstanceTypeCatalog catalog) {
        this.catalog = catalog;
    }

    @GET
    @Operation(summary = "List the instance types with their price per hour")
    public Page<InstanceTypeJson> listInstanceTypes() {
        return new Page<>(catalog.all().stream().map(InstanceTypeJson::of).toList(), null);
    }
}
