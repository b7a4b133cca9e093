package dev.atelier.local.service;

/** The three services of the product. */
public enum AtelierService {
    STUDIO("studio-service", "studio", 0, "studio-service/target/quarkus-app", 320, 0),
    AUTOPILOT("autopilot-service", "autopilot", 1, "autopilot-service/service/target/quarkus-app", 256, 0),
    /** An answer of tens of thousands of rows makes some 100 MB, all of which is soon garbage. */
    BILLING("billing-service", "billing", 2, "billing-service/target/quarkus-app", 320, 144);

    private final String id;
    private final String database;
    private final int offset;
    private final String build;
    private final int heapMegabytes;
    private final int youngMegabytes;

    AtelierService(String id, String database, int offset, String build, int heapMegabytes, int youngMegabytes) {
        this.id = id;
        this.database = database;
        this.offset = offset;
        this.build = build;
        this.heapMegabytes = heapMegabytes;
        this.youngMegabytes = youngMegabytes;
    }

    /** "studio-service" */
    public String id() {
        return id;
    }

    public String database() {
        return database;
    }

    /** From the port base. */
    public int offset() {
        return offset;
    }

    /** Where the build leaves the application, relative to the working copy. */
    public String build() {
        return build;
    }

    public int heapMegabytes() {
        return heapMegabytes;
    }

    /** How much of the heap is for what was just made; 0: a third of what the heap is at the time. */
    public int youngMegabytes() {
        return youngMegabytes;
    }
}
