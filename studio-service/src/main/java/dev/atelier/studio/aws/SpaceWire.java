package dev.atelier.studio.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.api.page.Page;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.platform.aws.AwsOutput;
import dev.atelier.platform.aws.Documents;
import dev.atelier.studio.settings.Settings;
import dev.atelier.studio.tenancy.KeptDocuments;
import dev.atelier.studio.tenancy.NewSpace;
import dev.atelier.studio.tenancy.Space;
import dev.atelier.studio.tenancy.SpaceChange;
import dev.atelier.studio.tenancy.SpaceFilter;
import dev.atelier.studio.tenancy.SpaceOperations;
import dev.atelier.studio.tenancy.SpaceRef;
import dev.atelier.studio.tenancy.SpaceView;
import dev.atelier.studio.tenancy.TenancyFilter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Spaces. */
@ApplicationScoped
class SpaceWire {
    private static final String SETTINGS = "SpaceSettings";

    private final SpaceOperations operations;
    private final KeptDocuments kept;
    private final Documents documents;

    SpaceWire(SpaceOperations operations, KeptDocuments kept, Documents documents) {
        this.operations = operations;
        this.kept = kept;
        this.documents = documents;
    }

    @Transactional
    Map<String, @Nullable Object> create(AwsCall call) {
        AwsInput input = call.input();
        SpaceRef ref = ref(input);
        ObjectNode document = documents.read(Optional.empty());
        Documents.merge(document, SETTINGS, input.structure(SETTINGS));
        operations.create(
                call.caller(),
                new NewSpace(
                        ref,
                        input.optional("SpaceDisplayName").orElse(""),
                        input.structure("SpaceSharingSettings")
                                .flatMap(sharing -> sharing.oneOf("SharingType", "Private", "Shared"))
                                .orElse(""),
                        input.structure("OwnershipSettings")
                                .map(ownership -> ownership.text("OwnerUserProfileName"))
                                .orElse(""),
                        "",
                        "",
                        UserSettingsWire.settings(documents.structure(document, SETTINGS), Settings.NONE),
                        input.tags()),
                null);
        kept.keep(ref, document.toString());
        return structure("SpaceArn", Arns.of(call).space(ref));
    }

    Map<String, @Nullable Object> describe(AwsCall call) {
        SpaceView view = operations.get(call.caller(), ref(call.input()));
        Space space = view.space();
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(common(space));
        answer.put("SpaceArn", Arns.of(call).space(space.ref()));
        answer.put("Url", view.url());
        answer.put("SpaceSharingSettings", sharing(space));
        ownership(space).ifPresent(ownership -> answer.put("OwnershipSettings", ownership));
        answer.put(SETTINGS, settings(space, Arns.of(call)));
        String reason = space.state().failureReason();
        if (reason != null) {
            answer.put("FailureReason", reason);
        }
        return answer;
    }

    @Transactional
    Map<String, @Nullable Object> update(AwsCall call) {
        SpaceRef ref = operations
                .update(call.caller(), ref(call.input()), found -> change(call, found))
                .space()
                .ref();
        return structure("SpaceArn", Arns.of(call).space(ref));
    }

    /** From what is found under the lock: what another call changes meanwhile stays. */
    private SpaceChange change(AwsCall call, Space space) {
        AwsInput input = call.input();
        ObjectNode document = documents.read(kept.find(space.ref()));
        document.set(SETTINGS, settings(space, Arns.of(call)));
        Documents.merge(document, SETTINGS, input.structure(SETTINGS));
        Settings settings = UserSettingsWire.settings(documents.structure(document, SETTINGS), space.settings());
        kept.keep(space.ref(), document.toString());
        return new SpaceChange(input.optional("SpaceDisplayName").orElse(null), null, null, settings, null);
    }

    /** AWS says {@code ResourceNotFound} where there is nothing to delete. */
    Map<String, @Nullable Object> delete(AwsCall call) {
        Space space = operations.get(call.caller(), ref(call.input())).space();
        operations.delete(call.caller(), space.ref());
        return Map.of();
    }

    Map<String, @Nullable Object> list(AwsCall call) {
        AwsInput input = call.input();
        TenancyFilter common =
                new TenancyFilter(input.optional("SpaceNameContains").orElse(null), null, Sorts.of(call));
        Page<Space> page = operations.list(
                call.caller(),
                input.optional("DomainIdEquals").orElse(null),
                new SpaceFilter(common, null, null),
                call.page());
        return AwsOutput.page("Spaces", page, SpaceWire::summary);
    }

    private ObjectNode settings(Space space, Arns arns) {
        ObjectNode document = documents.read(kept.find(space.ref()));
        return UserSettingsWire.document(documents.structure(document, SETTINGS), space.settings(), arns);
    }

    private static SpaceRef ref(AwsInput input) {
        return new SpaceRef(input.text("DomainId"), input.text("SpaceName"));
    }

    private static Map<String, @Nullable Object> summary(Space space) {
        Map<String, @Nullable Object> summary = new LinkedHashMap<>(common(space));
        summary.put("SpaceSharingSettingsSummary", sharing(space));
        ownership(space).ifPresent(ownership -> summary.put("OwnershipSettingsSummary", ownership));
        return summary;
    }

    private static Map<String, @Nullable Object> common(Space space) {
        return structure(
                "DomainId",
                space.ref().domainId(),
                "SpaceName",
                space.ref().spaceName(),
                "SpaceDisplayName",
                space.displayName().isEmpty() ? null : space.displayName(),
                "Status",
                space.state().status(),
                "CreationTime",
                AwsOutput.time(space.creationTime()),
                "LastModifiedTime",
                AwsOutput.time(space.lastModifiedTime()));
    }

    private static Map<String, @Nullable Object> sharing(Space space) {
        return structure("SharingType", space.sharing().wireName());
    }

    private static Optional<Map<String, @Nullable Object>> ownership(Space space) {
        return Optional.ofNullable(space.ownerUserProfileName()).map(owner -> structure("OwnerUserProfileName", owner));
    }
}
