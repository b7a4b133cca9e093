package dev.atelier.studio.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.api.page.Page;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.platform.aws.AwsOutput;
import dev.atelier.platform.aws.Documents;
import dev.atelier.studio.access.AccessOperations;
import dev.atelier.studio.access.NewPresignedUrl;
import dev.atelier.studio.settings.Settings;
import dev.atelier.studio.tenancy.KeptDocuments;
import dev.atelier.studio.tenancy.NewUserProfile;
import dev.atelier.studio.tenancy.ProfileOperations;
import dev.atelier.studio.tenancy.ProfileRef;
import dev.atelier.studio.tenancy.SpaceRef;
import dev.atelier.studio.tenancy.TenancyFilter;
import dev.atelier.studio.tenancy.UserProfile;
import dev.atelier.studio.tenancy.UserProfileChange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** User profiles, and the URLs that let them in. */
@ApplicationScoped
class UserProfileWire {
    private static final String SETTINGS = "UserSettings";
    private static final String ROLE = "ExecutionRole";

    private final ProfileOperations operations;
    private final AccessOperations access;
    private final KeptDocuments kept;
    private final Documents documents;

    UserProfileWire(ProfileOperations operations, AccessOperations access, KeptDocuments kept, Documents documents) {
        this.operations = operations;
        this.access = access;
        this.kept = kept;
        this.documents = documents;
    }

    @Transactional
    Map<String, @Nullable Object> create(AwsCall call) {
        ProfileRef ref = ref(call.input());
        ObjectNode document = documents.read(Optional.empty());
        Documents.take(document, call.input(), "SingleSignOnUserIdentifier", "SingleSignOnUserValue");
        Documents.merge(document, SETTINGS, call.input().structure(SETTINGS));
        ObjectNode settings = documents.structure(document, SETTINGS);
        operations.create(
                call.caller(),
                new NewUserProfile(
                        ref,
                        new AwsInput(settings).optional(ROLE).orElse(""),
                        "",
                        "",
                        UserSettingsWire.settings(settings, Settings.NONE),
                        call.input().tags()),
                null);
        kept.keep(ref, document.toString());
        return structure("UserProfileArn", Arns.of(call).userProfile(ref));
    }

    Map<String, @Nullable Object> describe(AwsCall call) {
        UserProfile profile = operations.get(call.caller(), ref(call.input())).profile();
        ObjectNode document = documents.read(kept.find(profile.ref()));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(summary(profile));
        answer.put("UserProfileArn", Arns.of(call).userProfile(profile.ref()));
        document.properties().forEach(entry -> answer.put(entry.getKey(), entry.getValue()));
        answer.put(SETTINGS, settings(document, profile, Arns.of(call)));
        String reason = profile.state().failureReason();
        if (reason != null) {
            answer.put("FailureReason", reason);
        }
        return answer;
    }

    @Transactional
    Map<String, @Nullable Object> update(AwsCall call) {
        ProfileRef ref = operations
                .update(call.caller(), ref(call.input()), found -> change(call, found))
                .profile()
                .ref();
        return structure("UserProfileArn", Arns.of(call).userProfile(ref));
    }

    /** From what is found under the lock: what another call changes meanwhile stays. */
    private UserProfileChange change(AwsCall call, UserProfile profile) {
        ObjectNode document = documents.read(kept.find(profile.ref()));
        document.set(SETTINGS, settings(document, profile, Arns.of(call)));
        Documents.merge(document, SETTINGS, call.input().structure(SETTINGS));
        ObjectNode settings = documents.structure(document, SETTINGS);
        kept.keep(profile.ref(), document.toString());
        return new UserProfileChange(
                new AwsInput(settings).optional(ROLE).orElse(""),
                null,
                null,
                UserSettingsWire.settings(settings, profile.settings()),
                null);
    }

    Map<String, @Nullable Object> delete(AwsCall call) {
        UserProfile profile = operations.get(call.caller(), ref(call.input())).profile();
        operations.delete(call.caller(), profile.ref());
        return Map.of();
    }

    Map<String, @Nullable Object> list(AwsCall call) {
        TenancyFilter filter = new TenancyFilter(
                call.input().optional("UserProfileNameContains").orElse(null), null, Sorts.of(call));
        Page<UserProfile> page = operations.search(
                call.caller(), call.input().optional("DomainIdEquals").orElse(null), filter, call.page());
        return AwsOutput.page("UserProfiles", page, UserProfileWire::summary);
    }

    Map<String, @Nullable Object> createPresignedUrl(AwsCall call) {
        AwsInput input = call.input();
        NewPresignedUrl url = new NewPresignedUrl(
                ref(input),
                input.optional("SpaceName")
                        .map(name -> new SpaceRef(input.text("DomainId"), name))
                        .orElse(null),
                Objects.requireNonNullElse(input.number("ExpiresInSeconds"), 0),
                Objects.requireNonNullElse(input.number("SessionExpirationDurationInSeconds"), 0));
        return structure(
                "AuthorizedUrl", access.createPresignedUrl(call.caller(), url).toString());
    }

    private ObjectNode settings(ObjectNode document, UserProfile profile, Arns arns) {
        ObjectNode settings =
                UserSettingsWire.document(documents.structure(document, SETTINGS), profile.settings(), arns);
        if (!profile.executionRole().isEmpty()) {
            settings.put(ROLE, profile.executionRole());
        }
        return settings;
    }

    private static ProfileRef ref(AwsInput input) {
        return new ProfileRef(input.text("DomainId"), input.text("UserProfileName"));
    }

    private static Map<String, @Nullable Object> summary(UserProfile profile) {
        return structure(
                "DomainId",
                profile.ref().domainId(),
                "UserProfileName",
                profile.ref().userProfileName(),
                "Status",
                profile.state().status(),
                "CreationTime",
                AwsOutput.time(profile.creationTime()),
                "LastModifiedTime",
                AwsOutput.time(profile.lastModifiedTime()));
    }
}
