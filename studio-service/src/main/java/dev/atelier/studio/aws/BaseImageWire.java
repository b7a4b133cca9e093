package dev.atelier.studio.aws;

import dev.atelier.platform.aws.AwsException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SageMaker's {@code BaseImage}, which there is the path of a container image. Here an image version is a shipped image, extended by a
 * requirements file: the name of the shipped image, or a data URI (RFC 2397) with the file, like
 * {@code data:text/plain;image=base-python;base64,cG9sYXJz}.
 *
 * @param image empty for the default
 */
record BaseImageWire(String image, String requirements) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern DATA = Pattern.compile(
            "data:(?:text/plain)?(?<parameters>(?:;[A-Za-z0-9-]+=[A-Za-z0-9._-]+)*)(?<base64>;base64)?,(?<data>.*)",
            Pattern.DOTALL);
    private static final Pattern IMAGE = Pattern.compile(";image=([A-Za-z0-9._-]+)");

    static BaseImageWire read(String baseImage) {
        if (NAME.matcher(baseImage).matches()) {
            return new BaseImageWire(baseImage, "");
        }
        Matcher data = DATA.matcher(baseImage);
        if (!data.matches()) {
            throw AwsException.validation(
                    "baseImage",
                    "There are no container images here. Member must be the name of a shipped image, like data-science, or a"
                            + " data URI with a requirements file, like data:text/plain;image=data-science;base64,cG9sYXJz");
        }
        Matcher image = IMAGE.matcher(data.group("parameters"));
        return new BaseImageWire(
                image.find() ? image.group(1) : "", text(data.group("data"), data.group("base64") != null));
    }

    private static String text(String data, boolean base64) {
        try {
            String decoded = URLDecoder.decode(data.replace("+", "%2B"), StandardCharsets.UTF_8);
            return base64 ? new String(Base64.getMimeDecoder().decode(decoded), StandardCharsets.UTF_8) : decoded;
        } catch (IllegalArgumentException e) {
            throw AwsException.validation("baseImage", "Member must be a data URI; " + e.getMessage());
        }
    }

    /** As {@link #read} reads it. */
    String write() {
        return requirements.isEmpty()
                ? image
                : "data:text/plain;image=" + image + ";base64,"
                        + Base64.getEncoder().encodeToString(requirements.getBytes(StandardCharsets.UTF_8));
    }
}
