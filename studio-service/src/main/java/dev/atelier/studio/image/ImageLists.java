package dev.atelier.studio.image;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.studio.store.SortKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shipped and own images in one list. */
@ApplicationScoped
public class ImageLists {
    private final ShippedImages shipped;
    private final ImageStore store;
    private final OwnImages own;

    ImageLists(ShippedImages shipped, ImageStore store, OwnImages own) {
        this.shipped = shipped;
        this.store = store;
        this.own = own;
    }

    /** All images, the shipped ones first, of these the default first. */
    public List<ListedImage> all() {
        return Stream.concat(
                        shipped.images().stream().map(ImageLists::listed),
                        store.all().stream().map(this::listed))
                .toList();
    }

    /** The image of this name; {@code RESOURCE_NOT_FOUND} when there is none. */
    public ListedImage get(String imageName) {
        return shipped.image(imageName)
                .map(ImageLists::listed)
                .or(() -> store.find(imageName).map(this::listed))
                .orElseThrow(() -> AtelierException.notFound("image", imageName));
    }

    /** The own image as lists show it. */
    public ListedImage listed(OwnImage image) {
        Image runs = own.image(new ImageReference(image.imageName(), "")).orElse(null);
        return new ListedImage(
                image.imageName(),
                image.displayName(),
                image.description(),
                runs != null && runs.gpu(),
                runs == null ? List.of() : runs.kernelSpecs(),
                image);
    }

    private static ListedImage listed(Image image) {
        return new ListedImage(
                image.name(), image.displayName(), image.description(), image.gpu(), image.kernelSpecs(), null);
    }

    /**
     * Images in the order asked for.
     *
     * @param nameContains a part of the name; null or empty for all
     * @param status as on the wire; null or empty for all
     * @param sortBy null or empty for shipped images before own ones
     */
    public Page<ListedImage> list(
            @Nullable String nameContains,
            @Nullable String status,
            @Nullable String sortBy,
            boolean descending,
            PageRequest page) {
        String part = nameContains == null ? "" : nameContains.toLowerCase(Locale.ROOT);
        Comparator<Place> order = descending ? Comparator.<Place>reverseOrder() : Comparator.<Place>naturalOrder();
        SortKey key = sortBy == null || sortBy.isEmpty() ? null : SortKey.of(sortBy);
        List<ListedImage> all = all();
        Place after = page.after() == null ? null : Place.parse(page.after());
        List<Place> found = Stream.iterate(0, i -> i < all.size(), i -> i + 1)
                .map(i -> new Place(value(all.get(i), i, key), all.get(i).imageName()))
                .filter(place -> place.name().toLowerCase(Locale.ROOT).contains(part))
                .sorted(order)
                .filter(place -> after == null || order.compare(place, after) > 0)
                .toList();
        List<ListedImage> images = found.stream()
                .map(place -> all.stream()
                        .filter(image -> image.imageName().equals(place.name()))
                        .findFirst()
                        .orElseThrow())
                .filter(image ->
                        status == null || status.isEmpty() || image.status().equals(status))
                .limit(page.limit())
                .toList();
        return Page.of(
                images, page, image -> new Place(value(image, all.indexOf(image), key), image.imageName()).toString());
    }

    private static String value(ListedImage image, int index, @Nullable SortKey key) {
        OwnImage own = image.own();
        if (key == null) {
            return own == null ? "0" + index : "1";
        }
        return switch (key) {
            case NAME -> "";
            case CREATION_TIME -> own == null ? "" : micros(own.creationTime());
            case LAST_MODIFIED_TIME -> own == null ? "" : micros(own.lastModifiedTime());
        };
    }

    private static String micros(Instant time) {
        return "%020d".formatted(time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000);
    }

    /** Where an image stands in a list. */
    private record Place(String value, String name) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::value).thenComparing(Place::name);

        static Place parse(String text) {
            int space = text.indexOf(' ');
            if (space < 0) {
                throw AtelierException.invalid("pageToken", "is of another list; start without one");
            }
            return new Place(text.substring(0, space), text.substring(space + 1));
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return value + " " + name;
        }
    }
}
