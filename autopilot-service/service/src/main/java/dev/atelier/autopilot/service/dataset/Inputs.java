package dev.atelier.autopilot.service.dataset;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.autopilot.service.support.AutopilotConfig;
import dev.atelier.autopilot.service.usage.Owner;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.util.List;

/** Opens tables wherever they lie. */
@ApplicationScoped
class Inputs {
    private final HomeFiles homes;
    private final LocalFiles files;
    private final ObjectReader objects;
    private final List<String> locations;

    Inputs(HomeFiles homes, LocalFiles files, ObjectReader objects, AutopilotConfig config) {
        this.homes = homes;
        this.files = files;
        this.objects = objects;
        this.locations = config.input().s3Locations().orElse(List.of());
    }

    /**
     * Opens a table that the owner may read.
     *
     * @throws AtelierException RESOURCE_NOT_FOUND, PERMISSION_DENIED when it lies outside of what the configuration allows, or
     *     UNAVAILABLE; also while reading
     */
    InputStream open(Owner owner, InputLocation location) {
        return switch (location) {
            case InputLocation.Home home -> homes.read(owner, home.path());
            case InputLocation.LocalFile file -> files.read(owner, file.path());
            case InputLocation.S3Object object -> objects.read(allowed(owner, object));
        };
    }

    /** The service's credentials reach more than a user may. */
    private InputLocation.S3Object allowed(Owner owner, InputLocation.S3Object object) {
        String uri = object.uri();
        if (locations.stream().noneMatch(place -> uri.startsWith(directory(of(owner, place))))) {
            throw new AtelierException(
                    ErrorCode.PERMISSION_DENIED,
                    "'%s' lies outside of the locations of atelier.autopilot.input.s3-locations.".formatted(uri));
        }
        return object;
    }

    /** A configured place with the owner's names in it. */
    static String of(Owner owner, String place) {
        return place.replace("{domainId}", owner.domainId()).replace("{userProfileName}", owner.userProfileName());
    }

    /** So that a location does not cover its namesakes with more letters. */
    private static String directory(String location) {
        return location.endsWith("/") ? location : location + "/";
    }
}
