package dev.atelier.platform.aws;

import java.io.Serial;

/** A refusal of the protocol itself, with the type that AWS gives it. */
public final class AwsException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String type;
    private final int status;

    public AwsException(String type, int status, String message) {
        super(message);
        this.type = type;
        this.status = status;
    }

    /** The {@code __type}. */
    public String type() {
        return type;
    }

    public int status() {
        return status;
    }

    /** Something about a member of the request, as AWS words it. */
    public static AwsException validation(String member, String constraint) {
        return new AwsException(
                "ValidationException",
                400,
                "1 validation error detected: Value at '%s' failed to satisfy constraint: %s"
                        .formatted(member, constraint));
    }

    /** Something that SageMaker has and Atelier has not. */
    public static AwsException unsupported(String what) {
        return new AwsException("ValidationException", 400, what + " is not supported here.");
    }
}
