package io.oka.keycloak.webhooks.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.outgoing.AllowedTargets;
import io.oka.keycloak.common.outgoing.OutgoingTargets;
import io.oka.keycloak.common.problem.FieldError;
import io.oka.keycloak.common.problem.ProblemException;
import io.oka.keycloak.webhooks.WebhookEndpoint;
import io.oka.keycloak.webhooks.WebhookFormat;
import io.oka.keycloak.webhooks.WebhookHealth;
import io.oka.keycloak.webhooks.WebhookTerms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WebhookInputTest {

    private static final OutgoingTargets PUBLIC = new OutgoingTargets(AllowedTargets.NONE, List.of(), false);

    @Test
    void whatIsNotSaidIsTheUsual() {
        WebhookTerms terms = terms("{'url': 'https://example.com/', 'events': ['*', 'tenant.*', '*']}");

        assertThat(terms.events()).containsExactly("*", "tenant.*");
        assertThat(terms.active()).isTrue();
        assertThat(terms.format()).isEqualTo(WebhookFormat.STANDARD);
        assertThat(terms.ordered()).isFalse();
        assertThat(terms.ratePerSecond()).isNull();
        assertThat(terms.headers()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | url events",
                "{'url': 'https://example.com/'} | events",
                "{'url': 'https://example.com/', 'events': []} | events",
                "{'url': 'https://example.com/', 'events': ['tenant.born']} | events",
                "{'url': 'https://example.com/', 'events': [null]} | events",
                "{'url': 'https://example.com/', 'events': ['keycloak.*']} | events",
                "{'url': 'ftp://example.com/', 'events': ['*']} | url",
                "{'url': 'https://me:you@example.com/', 'events': ['*']} | url",
                "{'url': 'http://example.com/', 'events': ['*']} | url",
                "{'url': 'https://127.0.0.1/', 'events': ['*']} | url",
                "{'url': 'https://2130706433/', 'events': ['*']} | url",
                "{'url': 'https://0x7f.1/', 'events': ['*']} | url",
                "{'url': 'https://[::ffff:10.0.0.1]/', 'events': ['*']} | url",
                "{'url': 'https://example.com/#x', 'events': ['*']} | url",
                "{'url': '/hooks', 'events': ['*']} | url",
                "{'url': 'https://example.com/', 'events': ['*'], 'ratePerSecond': 0} | ratePerSecond",
                "{'url': 'https://example.com/', 'events': ['*'], 'ratePerSecond': 1001} | ratePerSecond",
                "{'url': 'https://example.com/', 'events': ['*'], 'secret': 'whsec_AAAA'} | secret",
                "{'url': 'no', 'events': ['no'], 'secret': 'no', 'ratePerSecond': -1} | secret url events ratePerSecond"
            })
    void memberAtFaultIsNamed(String json, String fields) {
        assertThat(fieldsAtFault(json)).containsExactly(fields.trim().split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "HOST",
                "Connection",
                "Transfer-Encoding",
                "Content-Length",
                "Content-Type",
                "Upgrade",
                "TE",
                "Trailer",
                "Expect",
                "User-Agent",
                "webhook-id",
                "Webhook-Signature",
                "webhook-anything",
                "with space",
                "with:colon",
                "with\\nbreak",
                "ümlaut",
                ""
            })
    void headerThatIsNotTheirsIsRefused(String name) {
        assertThat(fieldsAtFault(withHeaders("{'" + name + "': 'x'}"))).containsExactly("headers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'x\\r\\nHost: evil'", "'x\\ny'", "''", "' '", "null", "'ü'"})
    void headerValueThatIsNoneIsRefusedAndNotShown(String value) {
        ProblemException refusal = refusal(withHeaders("{'X-Key': " + value + "}"));

        assertThat(refusal.problem().errors()).extracting(FieldError::field).containsExactly("headers");
        assertThat(refusal.problem().errors().toString()).doesNotContain("evil");
    }

    @Test
    void headersAreFewAndEachNamedOnce() {
        String many = IntStream.range(0, 21).mapToObj(i -> "'X-" + i + "': 'v'").collect(Collectors.joining(","));

        assertThat(fieldsAtFault(withHeaders("{" + many + "}"))).containsExactly("headers");
        assertThat(fieldsAtFault(withHeaders("{'X-Key': 'a', 'x-key': 'b'}"))).containsExactly("headers");
        assertThat(terms(withHeaders("{'Authorization': 'Bearer x', 'X-Key': 'a'}"))
                        .headers())
                .containsOnlyKeys("Authorization", "X-Key");
    }

    @Test
    void patchChangesWhatItNames() {
        WebhookTerms terms = patched("{'events': ['quota.*'], 'description': null, 'active': false}");

        assertThat(terms.url()).isEqualTo("https://example.com/");
        assertThat(terms.events()).containsExactly("quota.*");
        assertThat(terms.description()).isNull();
        assertThat(terms.active()).isFalse();
        assertThat(terms.ratePerSecond()).isEqualTo(5);
        assertThat(terms.headers()).as("they stay").isNull();
    }

    @Test
    void patchedNullsAreTheUsual() {
        WebhookTerms terms =
                patched("{'headers': null, 'active': null, 'format': null, 'ordered': null, 'ratePerSecond': null}");

        assertThat(terms.headers()).isEqualTo(Map.of());
        assertThat(terms.active()).isTrue();
        assertThat(terms.format()).isEqualTo(WebhookFormat.STANDARD);
        assertThat(terms.ordered()).isFalse();
        assertThat(terms.ratePerSecond()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{'secret': 'x'}", "{'id': 'x'}", "{'disabledAt': null}", "{'unknown': 1}", "{'url': null}"})
    void patchOfAnythingElseIsRefused(String json) {
        assertThatThrownBy(() -> patched(json)).isInstanceOf(ProblemException.class);
    }

    @Test
    void overlapIsADayUnlessSaidOtherwise() {
        assertThat(WebhookInput.overlap(new SecretRotationRepresentation(null, null)))
                .isEqualTo(Duration.ofDays(1));
        assertThat(WebhookInput.overlap(new SecretRotationRepresentation(0, null)))
                .isZero();
        assertThatThrownBy(() -> WebhookInput.overlap(new SecretRotationRepresentation(169, null)))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> WebhookInput.overlap(new SecretRotationRepresentation(1, "short")))
                .isInstanceOf(ProblemException.class);
    }

    private static String withHeaders(String headers) {
        return "{'url': 'https://example.com/', 'events': ['*'], 'headers': " + headers + "}";
    }

    private static List<String> fieldsAtFault(String json) {
        return refusal(json).problem().errors().stream().map(FieldError::field).toList();
    }

    private static ProblemException refusal(String json) {
        return catchThrowableOfType(ProblemException.class, () -> terms(json));
    }

    private static WebhookTerms terms(String json) {
        return WebhookInput.terms(body(json).as(NewWebhookRepresentation.class), PUBLIC, false);
    }

    private static WebhookTerms patched(String json) {
        WebhookEndpoint held = new WebhookEndpoint(
                "id",
                "tenant",
                "https://example.com/",
                List.of("*"),
                "Billing",
                true,
                List.of("X-Key"),
                WebhookFormat.CLOUDEVENTS,
                true,
                5,
                null,
                new WebhookHealth(null, null, null, null, 0, null, null),
                Instant.EPOCH,
                Instant.EPOCH,
                1);
        return WebhookInput.patched(body(json).asPatch(), held, PUBLIC, false);
    }

    private static JsonBody body(String json) {
        return JsonBody.of(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
