package dev.atelier.studio.image;

import dev.atelier.api.page.Page;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Images over REST. */
@Path("/api/v1/images")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Catalogue")
class ImageResource {
    private final ImageCatalog catalog;

    ImageResource(ImageCatalog catalog) {
        this.catalog = catalog;
    }

    @GET
    @Operation(summary = "List the images that can be run")
    public Page<ImageJson> listImages() {
        return new Page<>(catalog.images().stream().map(ImageJson::of).toList(), null);
    }
}
