package io.oka.it.exchange;

import static io.oka.it.support.Exchanges.GATEWAY;
import static io.oka.it.support.Exchanges.key;
import static io.oka.it.support.Exchanges.token;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.support.Exchanges;
import io.oka.testing.Caller;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may ask what of a realm about keys: the table for {@code /realms/{realm}/api-keys}. */
@OkaServer
final class RealmApiKeysCallersIT {

    private static TestRealm realm;
    private static TestRealm otherRealm;
    private static String secret = "";
    private static Map<String, Caller> callers = Map.of();

    @BeforeAll
    static void whoCalls(Oka oka) {
        realm = Exchanges.realm(oka);
        otherRealm = Exchanges.realm(oka);
        Exchanges.Key key = key(realm);
        secret = key.secret();
        callers = new LinkedHashMap<>();
        callers.put("service with role", realm.asService(GATEWAY));
        callers.put("service without", realm.asService(Exchanges.DOCUMENTS));
        callers.put("person", realm.as("alice"));
        callers.put("key", realm.with(token(realm, key.secret())));
        callers.put("other realm's service", realm.with(otherRealm.serviceToken(GATEWAY)));
        callers.put("operator", realm.with(oka.admin().token()));
        callers.put("refresh token", realm.with(realm.tokens("alice").refresh()));
        callers.put("nobody", realm.anonymous());
    }

    @AfterAll
    static void removeRealms() {
        realm.close();
        otherRealm.close();
    }

    @ParameterizedTest
    @CsvSource({
        "service with role, 200, ",
        "service without, 403, insufficient_role",
        "person, 403, service_token_required",
        "key, 403, service_token_required",
        "other realm's service, 401, invalid_token",
        "operator, 401, invalid_token",
        "refresh token, 401, invalid_token",
        "nobody, 401, unauthorized"
    })
    void eachIsAnsweredWhatIsTheirs(String who, int status, String code) {
        Caller caller = Objects.requireNonNull(callers.get(who));
        Response verified =
                caller.post("/api-keys/verify").json(Map.of("apiKey", secret)).send();
        Response introspected = caller.post("/api-keys/introspect")
                .form(Map.of("token", secret))
                .send();
        Response malformed =
                caller.post("/api-keys/verify").body("application/json", "{").send();

        if (status == 200) {
            verified.expect(200);
            introspected.expect(200);
            assertProblem(malformed, 400, "malformed_json");
        } else {
            assertProblem(verified, status, code);
            assertProblem(introspected, status, code);
            // Who may not ask is told nothing of how the question was put.
            assertProblem(malformed, status, code);
        }
    }

    @Test
    void anybodyWithAKeyExchangesItWhoeverElseTheyAre() {
        callers.forEach((who, caller) -> assertThat(caller.post("/api-keys/exchange")
                        .json(Map.of("apiKey", secret))
                        .send()
                        .status())
                .as(who)
                .isEqualTo(200));
    }

    @Test
    void noTokenIsASignatureUnderALeakReport() {
        callers.forEach((who, caller) -> assertProblem(
                caller.post("/api-keys/leak-reports")
                        .body("application/json", "[{\"token\":\"" + secret + "\"}]")
                        .send(),
                401,
                "invalid_signature"));
    }
}
