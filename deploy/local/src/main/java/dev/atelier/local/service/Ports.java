package dev.atelier.local.service;

import dev.atelier.local.LauncherException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The ports of an installation, all counted from one base. */
public record Ports(int base) {
    public static final int DEFAULT_BASE = 8700;
    private static final int HIGHEST = 65_535;

    public Ports {
        if (base < 1024 || base + 12 > HIGHEST) {
            throw new LauncherException(
                    "--port-base " + base + ": a number from 1024 to " + (HIGHEST - 12) + " is needed");
        }
    }

    public int of(AtelierService service) {
        return base + service.offset();
    }

    /** Health and metrics. */
    public int management(AtelierService service) {
        return base + 10 + service.offset();
    }

    public int postgres() {
        return base + 3;
    }

    /** Every port with what it is for. */
    public Map<Integer, String> all() {
        Map<Integer, String> all = new LinkedHashMap<>();
        for (AtelierService service : AtelierService.values()) {
            all.put(of(service), service.id());
        }
        all.put(postgres(), "PostgreSQL");
        for (AtelierService service : AtelierService.values()) {
            all.put(management(service), service.id() + "'s health and metrics");
        }
        return all;
    }
}
