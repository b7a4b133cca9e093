package dev.atelier.studio.tenancy;

import java.util.Map;

/**
 * A domain to make.
 *
 * @param defaultImage empty for the shipped default
 * @param defaultInstanceType empty for the smallest type
 */
public record NewDomain(String domainName, String defaultImage, String defaultInstanceType, Map<String, String> tags) {}
