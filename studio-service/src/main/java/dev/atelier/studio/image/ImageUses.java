package dev.atelier.studio.image;

import java.util.List;

/** Who runs on an image version; implemented where apps are known. */
public interface ImageUses {
    /** The names of the live apps on this version, each with its owner. */
    List<String> apps(String reference);
}
