package io.oka.it.entitlements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.Problems;
import io.oka.testing.Caller;
import io.oka.testing.Http;
import io.oka.testing.Response;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Flags, asked for as OpenFeature's providers ask. */
final class Ofrep {

    static final String PATH = "/ofrep/v1/evaluate/flags";

    private Ofrep() {}

    /** One flag. */
    static Response one(Caller caller, String key, Map<String, ?> context) {
        return caller.post(PATH + "/" + key).json(Map.of("context", context)).send();
    }

    /** One flag that is there. */
    static JsonNode seen(Caller caller, String key, Map<String, ?> context) {
        return one(caller, key, context).expect(200).json();
    }

    /** All flags, unless they are still what they were with this tag. */
    static Response all(Caller caller, Map<String, ?> context, @Nullable String knownTag) {
        Http.Request request = caller.post(PATH).json(Map.of("context", context));
        return (knownTag == null ? request : request.header("If-None-Match", knownTag)).send();
    }

    /** Fails, showing the answer, unless it is a refusal as the protocol spells it. */
    static void assertFailure(Response answer, int status, String errorCode, @Nullable String key) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).as(answer.toString()).contains("application/json");
        JsonNode failure = answer.json();
        assertThat(failure.path("errorCode").asText()).as(answer.toString()).isEqualTo(errorCode);
        assertThat(failure.path("key").textValue()).as(answer.toString()).isEqualTo(key);
        assertThat(failure.path("errorDetails").asText()).isNotBlank();
        assertThat(failure.size()).as(answer.toString()).isEqualTo(key == null ? 2 : 3);
        assertThat(answer.header("X-Request-ID")).isPresent();
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.text()).doesNotContainPattern(Problems.INSIDE);
        if (status == 401) {
            assertThat(answer.header("WWW-Authenticate")).as(answer.toString()).isPresent();
        }
    }
}
