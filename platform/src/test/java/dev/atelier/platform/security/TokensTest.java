package dev.atelier.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.identity.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {
    private static final String OPERATOR_TOKEN = "operator-token-0123456789";

    @TempDir
    Path directory;

    private final MovableClock clock = new MovableClock();
    private TokenMinter minter;
    private TokenAuthenticator authenticator;

    @BeforeEach
    void setUp() throws IOException {
        Secrets secrets = secrets("0123456789abcdef0123456789abcdef");
        minter = new TokenMinter(secrets, Duration.ofMinutes(5), clock);
        authenticator = new TokenAuthenticator(secrets, clock, null);
    }

    private Secrets secrets(String key) throws IOException {
        return new Secrets(
                Files.writeString(directory.resolve("key"), key + "\n"),
                Optional.of(Files.writeString(directory.resolve("token"), OPERATOR_TOKEN + "\n")));
    }

    private void refused(String token) {
        AtelierException refused =
                catchThrowableOfType(AtelierException.class, () -> authenticator.authenticate(token));
        assertThat(refused).as(token).isNotNull();
        assertThat(refused.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void theOperatorIsAdministrator() {
        Caller operator = authenticator.authenticate(OPERATOR_TOKEN);
        assertThat(operator.role()).isEqualTo(Role.ADMIN);
        refused(OPERATOR_TOKEN + "x");
        refused("");
    }

    @Test
    void aUserIsMemberOfHisProfileUntilTheTokenExpires() {
        String token = minter.user("d-1", "ann", Duration.ofHours(1));
        assertThat(authenticator.authenticate(token)).isEqualTo(Caller.member("d-1", "ann"));
        clock.move(Duration.ofMinutes(59));
        assertThat(authenticator.authenticate(token)).isEqualTo(Caller.member("d-1", "ann"));
        clock.move(Duration.ofMinutes(2));
        refused(token);
    }

    @Test
    void aServiceIsUnlimitedUnlessItActsForAUser() {
        Caller service = authenticator.authenticate(minter.service("studio-service"));
        assertThat(service).isEqualTo(Caller.service("studio-service"));
        assertThat(service.unlimited()).isTrue();
        Caller acting = authenticator.authenticate(minter.serviceFor("studio-service", "d-1", "ann"));
        assertThat(acting.unlimited()).isFalse();
        assertThat(acting.owns("d-1", "ann")).isTrue();
        assertThat(acting.owns("d-1", "bob")).isFalse();
    }

    @Test
    void refusesWhatAnotherKeyOrNoKeyHasSigned() throws IOException {
        String body = minter.user("d-1", "ann", Duration.ofHours(1)).split("\\.", -1)[1];
        String unsigned = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        refused(unsigned + "." + body + ".");
        refused(minter.user("d-1", "ann", Duration.ofHours(1)).replaceFirst("\\.[^.]+\\.", "." + body + "x."));
        refused(new TokenMinter(secrets("another-key-another-key-another-key"), Duration.ofMinutes(5), clock)
                .user("d-1", "ann", Duration.ofHours(1)));
    }

    @Test
    void readsBothSchemesOfTheHeader() {
        for (String scheme : new String[] {"Bearer", "bearer", "token", "Token"}) {
            assertThat(authenticator
                            .authenticateHeader(scheme + " " + OPERATOR_TOKEN)
                            .role())
                    .isEqualTo(Role.ADMIN);
        }
        for (String header : new String[] {null, "", OPERATOR_TOKEN, "Basic " + OPERATOR_TOKEN, "Bearer ", "Bearer"}) {
            assertThatThrownBy(() -> authenticator.authenticateHeader(header)).isInstanceOf(AtelierException.class);
        }
    }

    @Test
    void secretsAreNeitherShortNorPrinted() throws IOException {
        assertThat(secrets("0123456789abcdef0123456789abcdef").toString()).doesNotContain("0123");
        assertThatThrownBy(() -> secrets("too-short"))
                .hasMessageContaining("signing-key-file")
                .hasMessageContaining("32")
                .hasMessageNotContaining("too-short");
        assertThatThrownBy(() -> new Secrets(directory.resolve("missing"), Optional.empty()))
                .hasMessageContaining("missing");
    }
}
