package dev.atelier.studio.aws;

import dev.atelier.platform.aws.AwsInput;
import dev.atelier.platform.aws.AwsOperation;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The operations by their names. */
@ApplicationScoped
class AwsOperations {
    private static final Set<String> TAGS = Set.of("AddTags", "ListTags", "DeleteTags");

    private final Map<String, AwsOperation> byName = new HashMap<>();

    AwsOperations(
            DomainWire domains,
            UserProfileWire profiles,
            SpaceWire spaces,
            LifecycleWire lifecycles,
            AppWire apps,
            ImageWire images,
            ImageVersionWire versions,
            AppImageConfigWire configs,
            TagWire tags) {
        byName.put("CreateDomain", domains::create);
        byName.put("DescribeDomain", domains::describe);
        byName.put("UpdateDomain", domains::update);
        byName.put("DeleteDomain", domains::delete);
        byName.put("ListDomains", domains::list);
        byName.put("CreateUserProfile", profiles::create);
        byName.put("DescribeUserProfile", profiles::describe);
        byName.put("UpdateUserProfile", profiles::update);
        byName.put("DeleteUserProfile", profiles::delete);
        byName.put("ListUserProfiles", profiles::list);
        byName.put("CreatePresignedDomainUrl", profiles::createPresignedUrl);
        byName.put("CreateSpace", spaces::create);
        byName.put("DescribeSpace", spaces::describe);
        byName.put("UpdateSpace", spaces::update);
        byName.put("DeleteSpace", spaces::delete);
        byName.put("ListSpaces", spaces::list);
        byName.put("CreateStudioLifecycleConfig", lifecycles::create);
        byName.put("DescribeStudioLifecycleConfig", lifecycles::describe);
        byName.put("DeleteStudioLifecycleConfig", lifecycles::delete);
        byName.put("ListStudioLifecycleConfigs", lifecycles::list);
        byName.put("CreateApp", apps::create);
        byName.put("DescribeApp", apps::describe);
        byName.put("DeleteApp", apps::delete);
        byName.put("ListApps", apps::list);
        byName.put("CreateImage", images::create);
        byName.put("DescribeImage", images::describe);
        byName.put("UpdateImage", images::update);
        byName.put("DeleteImage", images::delete);
        byName.put("ListImages", images::list);
        byName.put("CreateImageVersion", versions::create);
        byName.put("DescribeImageVersion", versions::describe);
        byName.put("UpdateImageVersion", versions::update);
        byName.put("DeleteImageVersion", versions::delete);
        byName.put("ListImageVersions", versions::list);
        byName.put("ListAliases", versions::listAliases);
        byName.put("CreateAppImageConfig", configs::create);
        byName.put("DescribeAppImageConfig", configs::describe);
        byName.put("UpdateAppImageConfig", configs::update);
        byName.put("DeleteAppImageConfig", configs::delete);
        byName.put("ListAppImageConfigs", configs::list);
        byName.put("AddTags", tags::add);
        byName.put("ListTags", tags::list);
        byName.put("DeleteTags", tags::delete);
    }

    /** The operation, when it is Studio's; tags are when what has them is. */
    Optional<AwsOperation> find(String name, AwsInput input) {
        if (TAGS.contains(name) && Arns.taggable(input.text("ResourceArn")).isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(byName.get(name));
    }
}
