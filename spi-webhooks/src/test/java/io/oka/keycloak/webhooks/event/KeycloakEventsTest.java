package io.oka.keycloak.webhooks.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.oka.keycloak.common.change.Actor;
import io.oka.keycloak.common.http.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.AuthDetails;
import org.keycloak.events.admin.OperationType;

final class KeycloakEventsTest {

    @ParameterizedTest
    @CsvSource({
        "LOGIN, keycloak.user.login",
        "LOGIN_ERROR, keycloak.user.login_error",
        "CODE_TO_TOKEN, keycloak.user.code_to_token"
    })
    void userEventHasATypeOfItsName(EventType type, String expected) {
        Event event = new Event();
        event.setType(type);

        assertThat(KeycloakEvents.type(event)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "USER, CREATE, keycloak.admin.user.create",
        "REALM_ROLE_MAPPING, DELETE, keycloak.admin.realm_role_mapping.delete",
        "My Own-Type\uD83D\uDE00.x, ACTION, keycloak.admin.my_own_type_x.action"
    })
    void adminEventHasATypeOfWhatItIsAboutAndWhatWasDone(String resource, OperationType operation, String expected) {
        assertThat(KeycloakEvents.type(adminEvent(resource, operation))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"OKA_TENANT, true", "USER, false", "BOKA_X, false"})
    void whatIsOursIsKnown(String resource, boolean ours) {
        assertThat(KeycloakEvents.isOurs(adminEvent(resource, OperationType.CREATE)))
                .isEqualTo(ours);
    }

    @Test
    void userEventSaysWhoDidWhatWhere() {
        Event event = new Event();
        event.setId("e1");
        event.setType(EventType.LOGIN);
        event.setUserId("u1");
        event.setClientId("web");
        event.setIpAddress("203.0.113.9");
        event.setDetails(Map.of("username", "alice"));

        assertThat(KeycloakEvents.data(event))
                .isEqualTo(Map.of(
                        "eventId", "e1",
                        "userId", "u1",
                        "clientId", "web",
                        "ipAddress", "203.0.113.9",
                        "details", Map.of("username", "alice")));
        assertThat(KeycloakEvents.actor(event)).isEqualTo(new Actor(Actor.Type.USER, "u1", "web", "203.0.113.9"));
    }

    @Test
    void adminEventSaysWhoDidWhatButNotWhatWasSent() {
        AdminEvent event = adminEvent("USER", OperationType.CREATE);
        event.setId("e1");
        event.setResourcePath("users/u2");
        event.setRepresentation("{\"credentials\": \"secret\"}");
        AuthDetails by = new AuthDetails();
        by.setRealmName("master");
        by.setUserId("u1");
        by.setClientId("admin-cli");
        by.setIpAddress("203.0.113.9");
        event.setAuthDetails(by);

        assertThat(KeycloakEvents.data(event))
                .isEqualTo(Map.of(
                        "eventId", "e1",
                        "resourceType", "USER",
                        "operation", "CREATE",
                        "resourcePath", "users/u2",
                        "byRealm", "master",
                        "byClientId", "admin-cli",
                        "byUserId", "u1",
                        "ipAddress", "203.0.113.9",
                        "details", Map.of()));
        assertThat(KeycloakEvents.actor(event).type()).isEqualTo(Actor.Type.OPERATOR);
    }

    @Test
    void whatStrangersTypeIsCutToWhatTheLogHolds() {
        Event event = new Event();
        event.setType(EventType.LOGIN_ERROR);
        event.setClientId("\0\uD83D\uDE00\uD83D" + "x".repeat(100_000));
        event.setIpAddress("y".repeat(1000));
        event.setDetails(
                new HashMap<>(IntStream.range(0, 1000).boxed().collect(Collectors.toMap(i -> "name" + i, i -> "\u0001\""
                        .repeat(10_000)))));

        Map<String, Object> data = KeycloakEvents.data(event);
        Actor actor = KeycloakEvents.actor(event);

        assertThat(Json.writeText(data).length()).isLessThan(60_000);
        assertThat(actor.clientId()).startsWith("\uFFFD\uD83D\uDE00\uFFFDx").hasSizeBetween(200, 256);
        assertThat(actor.ipAddress()).hasSize(64);
        assertThat(actor.type()).isEqualTo(Actor.Type.SYSTEM);
    }

    private static AdminEvent adminEvent(String resource, OperationType operation) {
        AdminEvent event = new AdminEvent();
        event.setResourceTypeAsString(resource);
        event.setOperationType(operation);
        return event;
    }
}
