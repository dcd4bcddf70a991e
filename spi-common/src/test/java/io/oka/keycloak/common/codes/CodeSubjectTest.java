package io.oka.keycloak.common.codes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.common.http.Json;
import org.junit.jupiter.api.Test;

final class CodeSubjectTest {

    @Test
    void changeIsAboutThePlanAndTheServiceThatItNames() throws Exception {
        assertThat(subject("{\"tier\":\"pro\",\"service\":\"documents\"}"))
                .isEqualTo(new CodeSubject("realm", "tenant", "pro", "documents"));
        assertThat(subject("{\"tier\":null,\"service\":7}")).isEqualTo(new CodeSubject("realm", "tenant", null, null));
    }

    @Test
    void ofAnOverrideOnlyAnUpgradeNamesAPlan() throws Exception {
        assertThat(subject("{\"type\":\"tier_upgrade\",\"value\":\"pro\"}").tier())
                .isEqualTo("pro");
        assertThat(subject("{\"type\":\"quota_boost\",\"value\":\"pro\"}").tier())
                .isNull();
    }

    @Test
    void dataThatAreNoObjectNameNothing() throws Exception {
        assertThat(subject("[1]")).isEqualTo(new CodeSubject("realm", "tenant", null, null));
    }

    private static CodeSubject subject(String data) throws JsonProcessingException {
        JsonNode read = Json.MAPPER.readTree(data);
        return CodeSubject.of("realm", "tenant", read);
    }
}
