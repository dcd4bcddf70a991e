package io.oka.it.common;

import static io.oka.it.support.Tenants.freshName;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.support.ChangeRow;
import io.oka.testing.Caller;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Header {@code X-Request-ID}: taken where it is harmless, made where it is not, on every answer and every change. */
@OkaServer
final class RequestIdIT {

    private static final String HEADER = "X-Request-ID";
    private static final String UUID_SHAPE = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private final Oka oka;
    private final TestRealm realm;

    RequestIdIT(Oka oka, TestRealm realm) {
        this.oka = oka;
        this.realm = realm;
    }

    static List<String> harmless() {
        return List.of(
                "x", "Az09._-", "0", ".", "a".repeat(128), UUID.randomUUID().toString());
    }

    static List<String> harmful() {
        return List.of("", "a".repeat(129), "a b", "a;b", "a/b", "<b>", "a,b", "\u00e4", "\"", "${jndi:x}", "a%0d%0ab");
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void harmlessIdIsTaken(String id) {
        for (Caller caller : List.of(realm.as("alice"), realm.operator(), realm.anonymous())) {
            assertThat(list(caller, id).header(HEADER)).contains(id);
        }
    }

    @ParameterizedTest
    @MethodSource("harmful")
    void anyOtherIsReplaced(String id) {
        for (Caller caller : List.of(realm.as("alice"), realm.operator(), realm.anonymous())) {
            assertThat(list(caller, id).header(HEADER).orElseThrow()).matches(UUID_SHAPE);
        }
    }

    @Test
    void missingOneIsMadeForEachRequest() {
        Response one = realm.as("alice").get("/tenants").send();
        Response two = realm.as("alice").get("/tenants").send();

        assertThat(one.header(HEADER).orElseThrow()).matches(UUID_SHAPE);
        assertThat(two.header(HEADER).orElseThrow())
                .matches(UUID_SHAPE)
                .isNotEqualTo(one.header(HEADER).get());
    }

    @Test
    void everyAnswerCarriesIt() {
        List<Response> answers = List.of(
                realm.anonymous().get("/tenants").header(HEADER, "id").send(),
                realm.anonymous()
                        .request("OPTIONS", "/tenants")
                        .header(HEADER, "id")
                        .send(),
                realm.as("alice").get("/tenants/x").header(HEADER, "id").send(),
                realm.as("alice").put("/tenants").header(HEADER, "id").send(),
                realm.operator().get("/tenants/x/y/z").header(HEADER, "id").send(),
                realm.operator().get("/oka/setup").header(HEADER, "id").send());

        assertThat(answers).allSatisfy(answer -> assertThat(answer.headers().allValues(HEADER))
                .as(answer.toString())
                .containsExactly("id"));
    }

    @Test
    void madeOneIsStoredWithTheChangesToo() {
        Response created = realm.as("alice")
                .post("/tenants")
                .header(HEADER, "not harmless")
                .json(Map.of("name", freshName()))
                .send()
                .expect(201);

        String made = created.header(HEADER).orElseThrow();
        assertThat(ChangeRow.of(oka, created.id())).isNotEmpty().allSatisfy(change -> assertThat(change.correlationId())
                .isEqualTo(made));
    }

    private static Response list(Caller caller, String id) {
        return caller.get("/tenants").header(HEADER, id).send();
    }
}
