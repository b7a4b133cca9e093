package dev.atelier.studio.image;

/** The life of an own image: Created, Deleting, gone. Making one takes no time: it is its versions that are built. */
public sealed interface ImageState {
    /** As on the wire, in SageMaker's words. */
    String status();

    /** Can have versions. */
    record Created() implements ImageState {
        @Override
        public String status() {
            return "CREATED";
        }

        public Deleting delete() {
            return new Deleting();
        }
    }

    /** Goes when its last version is gone. */
    record Deleting() implements ImageState {
        @Override
        public String status() {
            return "DELETING";
        }
    }

    /** Where a delete leads to from any state. */
    default Deleting deleting() {
        return switch (this) {
            case Created created -> created.delete();
            case Deleting deleting -> deleting;
        };
    }

    /** Reads what {@link #status} wrote. */
    static ImageState of(String status) {
        return switch (status) {
            case "CREATED" -> new Created();
            case "DELETING" -> new Deleting();
            default -> throw new IllegalArgumentException("unknown status " + status);
        };
    }
}
