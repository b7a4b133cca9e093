package dev.atelier.studio.instance;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The apps on instances, as seen from here; implemented by the feature that places them. */
public interface InstanceOccupants {
    /** The names of the live apps on each of these instances. */
    Map<String, List<String>> appNames(Collection<String> instanceIds);

    /** Asks for the end of every app on the instance. The instance's row is locked. */
    void shutDown(String instanceId);
}
