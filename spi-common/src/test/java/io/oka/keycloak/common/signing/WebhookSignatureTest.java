package io.oka.keycloak.common.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The judge is the library that receivers use. */
final class WebhookSignatureTest {

    private static final String ID = "0193f2a4-91b5-7c02-8f5e-2d1a6b9c7e10";
    private static final String BODY =
            "{\"type\":\"tenant.created\",\"data\":{\"name\":\"Fødselsdag \\\"müller\\\"\"}}";

    private final SigningSecret secret = SigningSecret.generate();
    private final SigningSecret before = SigningSecret.generate();

    @Test
    void receiversLibraryTakesTheSignature() {
        Map<String, String> headers = sign(List.of(secret), BODY);

        assertThatCode(() -> verify(secret, BODY, headers)).doesNotThrowAnyException();
        assertThat(headers)
                .containsEntry("webhook-id", ID)
                .hasSize(3)
                .hasEntrySatisfying(
                        "webhook-signature", value -> assertThat(value).matches("v1,[A-Za-z0-9+/]{43}="));
    }

    @Test
    void bothSecretsSignDuringTheOverlapTheNewerFirst() {
        Map<String, String> headers = sign(List.of(secret, before), BODY);

        assertThatCode(() -> verify(secret, BODY, headers)).doesNotThrowAnyException();
        assertThatCode(() -> verify(before, BODY, headers)).doesNotThrowAnyException();
        assertThat(headers.get("webhook-signature"))
                .startsWith(sign(List.of(secret), BODY).get("webhook-signature") + " v1,");
    }

    @Test
    void anythingElseIsRefused() {
        Map<String, String> headers = sign(List.of(secret), BODY);

        assertRefused(before, BODY, headers);
        assertRefused(secret, BODY + " ", headers);
        assertRefused(secret, BODY, with(headers, "webhook-id", "another"));
        assertRefused(
                secret,
                BODY,
                with(headers, "webhook-timestamp", Long.toString(Instant.now().getEpochSecond() + 1)));
    }

    /** The example of the Standard Webhooks specification's own libraries. */
    @Test
    void knownMessageHasItsKnownSignature() {
        SigningSecret known = Objects.requireNonNull(SigningSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

        Map<String, String> headers = WebhookSignature.headers(
                List.of(known),
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1_614_265_330),
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));

        assertThat(headers).containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void nothingGoesOutUnsigned() {
        assertThatThrownBy(() -> sign(List.of(), BODY)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Map<String, String> sign(List<SigningSecret> secrets, String body) {
        return WebhookSignature.headers(secrets, ID, Instant.now(), body.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> changed = new TreeMap<>(headers);
        changed.put(name, value);
        return changed;
    }

    private static void assertRefused(SigningSecret secret, String body, Map<String, String> headers) {
        assertThatThrownBy(() -> verify(secret, body, headers)).isInstanceOf(WebhookVerificationException.class);
    }

    private static void verify(SigningSecret secret, String body, Map<String, String> headers)
            throws WebhookVerificationException, EmptyWebhookSecretException {
        Map<String, List<String>> lists = new TreeMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        new Webhook(secret.reveal()).verify(body, HttpHeaders.of(lists, (name, value) -> true));
    }
}
