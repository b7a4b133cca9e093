package dev.atelier.studio.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.api.page.Page;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.platform.aws.AwsOutput;
import dev.atelier.platform.aws.Documents;
import dev.atelier.studio.settings.Quotas;
import dev.atelier.studio.settings.Settings;
import dev.atelier.studio.store.Sort;
import dev.atelier.studio.store.SortKey;
import dev.atelier.studio.tenancy.Domain;
import dev.atelier.studio.tenancy.DomainChange;
import dev.atelier.studio.tenancy.DomainOperations;
import dev.atelier.studio.tenancy.KeptDocuments;
import dev.atelier.studio.tenancy.NewDomain;
import dev.atelier.studio.tenancy.TenancyFilter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Domains. */
@ApplicationScoped
class DomainWire {
    private static final String SETTINGS = "DefaultUserSettings";
    private static final String[] KEPT = {
        "AuthMode",
        "SubnetIds",
        "VpcId",
        "AppNetworkAccessType",
        "AppSecurityGroupManagement",
        "TagPropagation",
        "HomeEfsFileSystemCreation",
        "KmsKeyId",
        "HomeEfsFileSystemKmsKeyId",
        "DomainSettings",
        "DefaultSpaceSettings"
    };
    private static final String[] KEPT_OF_UPDATE = {
        "SubnetIds",
        "VpcId",
        "AppNetworkAccessType",
        "AppSecurityGroupManagement",
        "TagPropagation",
        "HomeEfsFileSystemCreation",
        "DefaultSpaceSettings"
    };

    private final DomainOperations operations;
    private final KeptDocuments kept;
    private final Documents documents;
    private final String url;

    DomainWire(
            DomainOperations operations,
            KeptDocuments kept,
            Documents documents,
            @ConfigProperty(name = "atelier.public-url") String url) {
        this.operations = operations;
        this.kept = kept;
        this.documents = documents;
        this.url = url;
    }

    @Transactional
    Map<String, @Nullable Object> create(AwsCall call) {
        AwsInput input = call.input();
        String name = input.text("DomainName");
        if (input.oneOf("AuthMode", "SSO", "IAM").isEmpty()) {
            throw AwsException.validation("authMode", "Member must not be null");
        }
        ObjectNode document = documents.read(Optional.empty());
        Documents.take(document, input, KEPT);
        if (!input.has(SETTINGS)) {
            throw AwsException.validation("defaultUserSettings", "Member must not be null");
        }
        Documents.merge(document, SETTINGS, input.structure(SETTINGS));
        Settings settings = UserSettingsWire.settings(documents.structure(document, SETTINGS), Settings.NONE);
        Domain domain =
                operations.create(call.caller(), new NewDomain(name, settings, Quotas.NONE, input.tags()), null);
        kept.keep(domain.domainId(), document.toString());
        return structure(
                "DomainArn", Arns.of(call).domain(domain.domainId()), "DomainId", domain.domainId(), "Url", url);
    }

    Map<String, @Nullable Object> describe(AwsCall call) {
        Domain domain = operations.get(call.caller(), call.input().text("DomainId"));
        ObjectNode document = documents.read(kept.find(domain.domainId()));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(summary(Arns.of(call), domain));
        document.properties().forEach(entry -> answer.put(entry.getKey(), entry.getValue()));
        answer.putIfAbsent("AuthMode", "IAM");
        answer.put(
                SETTINGS,
                UserSettingsWire.document(documents.structure(document, SETTINGS), domain.defaults(), Arns.of(call)));
        String reason = domain.state().failureReason();
        if (reason != null) {
            answer.put("FailureReason", reason);
        }
        return answer;
    }

    @Transactional
    Map<String, @Nullable Object> update(AwsCall call) {
        Domain domain = operations.update(call.caller(), call.input().text("DomainId"), found -> change(call, found));
        return structure("DomainArn", Arns.of(call).domain(domain.domainId()));
    }

    /** From what is found under the lock: what another call changes meanwhile stays. */
    private DomainChange change(AwsCall call, Domain domain) {
        AwsInput input = call.input();
        ObjectNode document = documents.read(kept.find(domain.domainId()));
        Documents.take(document, input, KEPT_OF_UPDATE);
        Documents.merge(document, "DomainSettings", input.structure("DomainSettingsForUpdate"));
        document.set(
                SETTINGS,
                UserSettingsWire.document(documents.structure(document, SETTINGS), domain.defaults(), Arns.of(call)));
        Documents.merge(document, SETTINGS, input.structure(SETTINGS));
        Settings settings = UserSettingsWire.settings(documents.structure(document, SETTINGS), domain.defaults());
        kept.keep(domain.domainId(), document.toString());
        return new DomainChange(settings, null, null);
    }

    Map<String, @Nullable Object> delete(AwsCall call) {
        call.input()
                .structure("RetentionPolicy")
                .flatMap(policy -> policy.oneOf("HomeEfsFileSystem", "Retain", "Delete"))
                .filter("Delete"::equals)
                .ifPresent(_ -> {
                    throw AwsException.unsupported(
                            "Deleting home directories with their domain (HomeEfsFileSystem=Delete)");
                });
        Domain domain = operations.get(call.caller(), call.input().text("DomainId"));
        operations.delete(call.caller(), domain.domainId());
        return Map.of();
    }

    Map<String, @Nullable Object> list(AwsCall call) {
        Page<Domain> page = operations.list(
                call.caller(), new TenancyFilter(null, null, new Sort(SortKey.CREATION_TIME, false)), call.page());
        return AwsOutput.page("Domains", page, domain -> summary(Arns.of(call), domain));
    }

    private Map<String, @Nullable Object> summary(Arns arns, Domain domain) {
        return structure(
                "DomainArn",
                arns.domain(domain.domainId()),
                "DomainId",
                domain.domainId(),
                "DomainName",
                domain.domainName(),
                "Status",
                domain.state().status(),
                "CreationTime",
                AwsOutput.time(domain.creationTime()),
                "LastModifiedTime",
                AwsOutput.time(domain.lastModifiedTime()),
                "Url",
                url);
    }
}
