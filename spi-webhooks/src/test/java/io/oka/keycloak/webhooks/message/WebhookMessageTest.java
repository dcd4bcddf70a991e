package io.oka.keycloak.webhooks.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.jackson.JsonFormat;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.webhooks.WebhookFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WebhookMessageTest {

    private static final String ID = "0193f2a4-91b5-7c02-8f5e-2d1a6b9c7e10";
    private static final String TENANT = "8a5e1c52-6f0b-4a3d-9d2e-7b41c0f3a915";

    @Test
    void standardBodyHasItsMembersInTheirOrder() {
        assertThat(message(TENANT, "req-1").text(WebhookFormat.STANDARD))
                .isEqualTo("{\"id\":\"" + ID + "\",\"type\":\"tenant.created\","
                        + "\"timestamp\":\"2026-11-21T08:30:00.123Z\",\"data\":{\"name\":\"acme\"},"
                        + "\"tenantId\":\"" + TENANT + "\",\"sequence\":42,\"correlationId\":\"req-1\"}");
    }

    @Test
    void memberWithoutAValueIsNullAndNotAbsent() throws Exception {
        JsonNode body = Json.MAPPER.readTree(message(null, null).text(WebhookFormat.STANDARD));

        assertThat(body.path("tenantId").isNull()).isTrue();
        assertThat(body.path("correlationId").isNull()).isTrue();
    }

    @Test
    void cloudEventIsReadByTheLibraryThatReceiversUse() throws Exception {
        CloudEvent event = read(message(TENANT, "req-1"));

        assertThat(event.getSpecVersion()).isEqualTo(SpecVersion.V1);
        assertThat(event.getId()).isEqualTo(ID);
        assertThat(event.getType()).isEqualTo("tenant.created");
        assertThat(event.getSource()).isEqualTo(URI.create("/realms/demo"));
        assertThat(event.getTime()).isEqualTo(OffsetDateTime.parse("2026-11-21T08:30:00.123Z"));
        assertThat(event.getDataContentType()).isEqualTo("application/json");
        assertThat(event.getExtension("tenantid")).isEqualTo(TENANT);
        assertThat(event.getExtension("sequence")).isEqualTo("0000000000000000042");
        assertThat(event.getExtension("correlationid")).isEqualTo("req-1");
        assertThat(Json.MAPPER.readTree(Objects.requireNonNull(event.getData()).toBytes()))
                .isEqualTo(data());
    }

    @Test
    void cloudEventLeavesOutWhatHasNoValue() {
        assertThat(read(message(null, null)).getExtensionNames()).containsExactly("sequence");
    }

    @Test
    void formatsHaveTheirMediaTypes() {
        assertThat(WebhookMessage.mediaType(WebhookFormat.STANDARD)).isEqualTo("application/json");
        assertThat(WebhookMessage.mediaType(WebhookFormat.CLOUDEVENTS)).startsWith(JsonFormat.CONTENT_TYPE);
    }

    private static CloudEvent read(WebhookMessage message) {
        return new JsonFormat()
                .deserialize(message.text(WebhookFormat.CLOUDEVENTS).getBytes(StandardCharsets.UTF_8));
    }

    private static WebhookMessage message(@Nullable String tenantId, @Nullable String correlationId) {
        return new WebhookMessage(
                ID,
                "demo",
                "tenant.created",
                Instant.parse("2026-11-21T08:30:00.123Z"),
                data(),
                tenantId,
                42,
                correlationId);
    }

    private static JsonNode data() {
        return Json.MAPPER.valueToTree(Map.of("name", "acme"));
    }
}
