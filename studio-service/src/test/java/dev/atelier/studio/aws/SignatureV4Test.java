package dev.atelier.studio.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.platform.aws.AwsException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the published test suite of AWS Signature Version 4. */
class SignatureV4Test {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String TIME = "20150830T123600Z";

    @ParameterizedTest
    @CsvSource({
        "GET, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "POST, 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"
    })
    void vanilla(String method, String signature) {
        SignatureV4 parsed = SignatureV4.parse(header("host;x-amz-date", signature));

        assertThat(parsed.accessKeyId()).isEqualTo("AKIDEXAMPLE");
        assertThat(parsed.region()).isEqualTo("us-east-1");
        assertThat(parsed.fits(request(method, Map.of(), ""), TIME, SECRET)).isTrue();
        assertThat(parsed.fits(request(method, Map.of(), ""), TIME, SECRET + "x"))
                .isFalse();
        assertThat(parsed.fits(request(method, Map.of(), "x"), TIME, SECRET)).isFalse();
        assertThat(parsed.fits(request(method, Map.of(), ""), "20150830T123601Z", SECRET))
                .isFalse();
    }

    @Test
    void headersWithSpacesAreTrimmed() {
        SignatureV4 parsed = SignatureV4.parse(header(
                "host;my-header1;my-header2;x-amz-date",
                "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"));

        Map<String, List<String>> headers =
                Map.of("my-header1", List.of(" value1"), "my-header2", List.of(" \"a   b   c\""));
        assertThat(parsed.fits(request("GET", headers, ""), TIME, SECRET)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer x",
                "AWS4-HMAC-SHA256 Credential=AKID/20150830/us-east-1/service, SignedHeaders=host, Signature=00",
                "AWS4-HMAC-SHA256 Credential=AKID/20150830/us-east-1/service/aws4_request, SignedHeaders=x-amz-date,"
                        + " Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
                "AWS4-HMAC-SHA256 Credential=AKID/20150830/us-east-1/service/aws4_request, SignedHeaders=host"
            })
    void whatIsIncompleteIsRefused(String header) {
        assertThatThrownBy(() -> SignatureV4.parse(header)).isInstanceOf(AwsException.class);
    }

    private static String header(String signedHeaders, String signature) {
        return "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=%s, Signature=%s"
                .formatted(signedHeaders, signature);
    }

    private static SignedRequest request(String method, Map<String, List<String>> more, String body) {
        Map<String, List<String>> headers = new HashMap<>(more);
        headers.put("host", List.of("example.amazonaws.com"));
        headers.put("x-amz-date", List.of(TIME));
        return new SignedRequest(
                method, "/", "", headers, SignatureV4.payloadHash(body.getBytes(StandardCharsets.UTF_8)));
    }
}
