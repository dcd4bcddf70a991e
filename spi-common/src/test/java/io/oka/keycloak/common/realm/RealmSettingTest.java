package io.oka.keycloak.common.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.problem.ProblemException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.RealmModel;

final class RealmSettingTest {

    private static final RealmSetting<Integer> SEATS = new RealmSetting<>(
            "seats", new TypeReference<>() {}, 5, value -> value >= 0 ? null : "must not be negative", "Seats");
    private static final RealmSetting<List<String>> ORIGINS =
            new RealmSetting<>("origins", new TypeReference<>() {}, List.of(), value -> null, "Origins");

    private final Map<String, String> attributes = new HashMap<>();
    private final RealmModel realm = realm(attributes);

    @Test
    void defaultHoldsUntilSomebodyDecides() {
        assertThat(SEATS.in(realm)).isEqualTo(5);
    }

    @Test
    void whatIsSetHoldsAndIsKeptAsAnAttribute() throws JsonProcessingException {
        SEATS.set(realm, Json.MAPPER.readTree("7"));
        ORIGINS.set(realm, Json.MAPPER.readTree("[\"https://a\"]"));

        assertThat(SEATS.in(realm)).isEqualTo(7);
        assertThat(ORIGINS.in(realm)).containsExactly("https://a");
        assertThat(attributes).containsEntry("oka.seats", "7").containsEntry("oka.origins", "[\"https://a\"]");
    }

    @Test
    void nullBringsTheDefaultBack() throws JsonProcessingException {
        SEATS.set(realm, Json.MAPPER.readTree("7"));

        SEATS.set(realm, Json.MAPPER.readTree("null"));

        assertThat(SEATS.in(realm)).isEqualTo(5);
        assertThat(attributes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "\"7\"", "7.5", "true", "{}", "[7]", "99999999999"})
    void valueThatIsNotAcceptableChangesNothing(String json) throws JsonProcessingException {
        SEATS.set(realm, Json.MAPPER.readTree("7"));
        var value = Json.MAPPER.readTree(json);

        ProblemException refusal = catchThrowableOfType(ProblemException.class, () -> SEATS.set(realm, value));

        assertThat(refusal.problem().errors()).singleElement().satisfies(error -> assertThat(error.field())
                .isEqualTo("seats"));
        assertThat(SEATS.in(realm)).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "seven", "-1", "\"7\"", "7.5", "{", "null", "7 7"})
    void attributeThatWasSpoiltPastOurChecksCountsAsNotSet(String stored) {
        attributes.put("oka.seats", stored);

        assertThat(SEATS.in(realm)).isEqualTo(5);
    }

    private static RealmModel realm(Map<String, String> attributes) {
        return (RealmModel) Proxy.newProxyInstance(
                RealmModel.class.getClassLoader(), new Class<?>[] {RealmModel.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "getAttribute":
                            return attributes.get((String) arguments[0]);
                        case "setAttribute":
                            attributes.put((String) arguments[0], (String) arguments[1]);
                            return null;
                        case "removeAttribute":
                            attributes.remove((String) arguments[0]);
                            return null;
                        case "getName":
                            return "demo";
                        default:
                            throw new UnsupportedOperationException(method.getName());
                    }
                });
    }
}
