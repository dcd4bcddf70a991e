package io.oka.keycloak.sync.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import io.oka.keycloak.common.signing.SigningSecret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A library that is not ours signs. */
final class SignedRequestTest {

    private static final String ID = "msg_1";
    private static final long AT = 1_790_000_000L;
    private static final String PATH = "/realms/demo/sync/jobs?x=1";
    private static final String BODY = "{\"type\": \"tenant.upsert\", \"name\": \"Müller\"}";

    private final SigningSecret current = SigningSecret.generate();
    private final SigningSecret previous = SigningSecret.generate();
    private final List<SigningSecret> secrets = List.of(current, previous);

    @Test
    void signatureIsOverMethodPathAndBody() throws Exception {
        SignedRequest request = signed(current, "POST " + PATH + "." + BODY);

        assertThat(signer(request, "POST", PATH, BODY)).isZero();
        assertThat(signer(request, "PUT", PATH, BODY)).isNegative();
        assertThat(signer(request, "POST", PATH + "2", BODY)).isNegative();
        assertThat(signer(request, "POST", PATH, BODY + " ")).isNegative();
        assertThat(signer(request, "POST", "/realms/demo/sync/jobs", BODY)).isNegative();
    }

    @Test
    void withoutABodyNothingStandsAfterTheLastDot() throws Exception {
        SignedRequest request = signed(current, "GET " + PATH + ".");

        assertThat(signer(request, "GET", PATH, "")).isZero();
    }

    @Test
    void idAndTimestampAreSignedToo() throws Exception {
        SignedRequest request = signed(current, "POST " + PATH + "." + BODY);

        assertThat(signer(new SignedRequest("a", "msg_2", AT, request.signatures()), "POST", PATH, BODY))
                .isNegative();
        assertThat(signer(new SignedRequest("a", ID, AT + 1, request.signatures()), "POST", PATH, BODY))
                .isNegative();
    }

    @Test
    void itTellsWhichSecretHasSigned() throws Exception {
        String content = "POST " + PATH + "." + BODY;
        String both = signed(previous, content).signatures() + " "
                + signed(current, content).signatures();

        assertThat(signer(signed(previous, content), "POST", PATH, BODY)).isEqualTo(1);
        assertThat(signer(new SignedRequest("a", ID, AT, both), "POST", PATH, BODY))
                .isZero();
        assertThat(signer(signed(SigningSecret.generate(), content), "POST", PATH, BODY))
                .isNegative();
    }

    @Test
    void signatureOfAnotherVersionIsNone() throws Exception {
        String content = "POST " + PATH + "." + BODY;
        String right = signed(current, content).signatures();

        assertThat(signer(new SignedRequest("a", ID, AT, right.replace("v1,", "v2,")), "POST", PATH, BODY))
                .isNegative();
        assertThat(signer(new SignedRequest("a", ID, AT, "v1a,AAAA " + right), "POST", PATH, BODY))
                .isZero();
    }

    @Test
    void windowIsFiveMinutesEitherWay() throws Exception {
        SignedRequest request = new SignedRequest("a", ID, AT, "v1,");

        assertThat(request.isWithin(Instant.ofEpochSecond(AT + 300))).isTrue();
        assertThat(request.isWithin(Instant.ofEpochSecond(AT - 300))).isTrue();
        assertThat(request.isWithin(Instant.ofEpochSecond(AT + 301))).isFalse();
        assertThat(request.isWithin(Instant.ofEpochSecond(AT - 301))).isFalse();
        assertThat(request.end()).isAfter(Instant.ofEpochSecond(AT + 300));
    }

    private int signer(SignedRequest request, String method, String path, String body) {
        return request.signer(secrets, method, path, body.getBytes(StandardCharsets.UTF_8));
    }

    private static SignedRequest signed(SigningSecret secret, String content) throws Exception {
        return new SignedRequest("a", ID, AT, new Webhook(secret.reveal()).sign(ID, AT, content));
    }
}
