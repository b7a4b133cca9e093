package dev.atelier.autopilot.service.aws;

import dev.atelier.autopilot.service.dataset.TableSource;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.platform.aws.AwsOutput;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a table lies, as the S3Uri of a data source says it: {@code s3://bucket/key} or {@code file:///path} where the configuration allows
 * it, {@code home:path} in the user's home directory, {@code dataset:id} for a stored data set. One of the three is not null.
 */
record DataSource(
        @Nullable String datasetId,
        @Nullable String homePath,
        @Nullable String inputUri) {
    private static final String HOME = "home:";
    private static final String DATASET = "dataset:";
    private static final String CSV = "text/csv";

    /** Reads a structure with DataSource, CompressionType and ContentType, as channels and inputs of transforms have them. */
    static DataSource of(AwsInput channel) {
        AwsInput source = channel.structure("DataSource")
                .flatMap(data -> data.structure("S3DataSource"))
                .orElseThrow(() -> AwsException.validation("dataSource.s3DataSource", "Member must not be null"));
        if (!source.text("S3DataType").equals("S3Prefix")) {
            throw AwsException.unsupported("An S3DataType other than S3Prefix");
        }
        channel.oneOf("CompressionType", "None", "Gzip");
        channel.optional("ContentType").ifPresent(type -> {
            if (!type.startsWith(CSV) || type.contains("header=absent")) {
                throw AwsException.unsupported("A ContentType other than text/csv;header=present");
            }
        });
        return of(source.text("S3Uri"));
    }

    static DataSource of(String uri) {
        if (uri.startsWith(HOME)) {
            return new DataSource(null, uri.substring(HOME.length()), null);
        }
        if (uri.startsWith(DATASET)) {
            return new DataSource(uri.substring(DATASET.length()), null, null);
        }
        if (uri.startsWith("s3://") || uri.startsWith("file:/")) {
            return new DataSource(null, null, uri);
        }
        throw AwsException.validation(
                "s3Uri", "Member must be like s3://bucket/key, file:///path, home:path or dataset:id");
    }

    TableSource toTable() {
        return new TableSource(datasetId, homePath, inputUri);
    }

    /** The DataSource of a stored data set, for what was not made over this protocol. */
    static Map<String, @Nullable Object> ofDataset(String datasetId) {
        return AwsOutput.structure(
                "S3DataSource", AwsOutput.structure("S3DataType", "S3Prefix", "S3Uri", DATASET + datasetId));
    }
}
