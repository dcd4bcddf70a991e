package io.oka.it.tenants;

import static io.oka.it.support.Problems.assertProblem;
import static io.oka.it.support.Tenants.freshName;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.support.Inbox;
import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.Http;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may do what below a realm's tenants, call by call; and that nobody learns which tenants there are. */
@OkaServer
final class EightCallersIT {

    private static final String ANY_ID = "7f9c2b0e-3d54-4f0a-9a53-1b1f6a1c0d3e";

    private static final Map<String, String> KEYS = new ConcurrentHashMap<>();

    private static TestRealm realm;
    private static TestRealm otherRealm;
    private static String standingTenant = "";

    @BeforeAll
    static void people(Oka oka) {
        realm = oka.realm()
                .users("alice", "bob", "carol", "dave", "erin", "frank")
                .service("with-role", "authorize", "record-usage", "manage-subscriptions")
                .service("without-role")
                .with(representation -> representation.put("smtpServer", Inbox.nobody()))
                .create();
        realm.setting("directAdd", true);
        realm.setting("maxTenantsPerUser", 10_000);
        otherRealm = oka.realm().users("alice").create();
        standingTenant = newTenant();
        realm.operator()
                .put("/entitlements/subscriptions/" + standingTenant)
                .json(Map.of("tier", "pro"))
                .send()
                .expect(200);
        Tenants.create(realm, "dave");
    }

    @AfterAll
    static void removeRealms() {
        realm.close();
        otherRealm.close();
    }

    static List<TenantCall> calls() {
        return TenantCalls.ALL;
    }

    static Stream<TenantCall> callsOfATenant() {
        return TenantCalls.ALL.stream().filter(TenantCall::namesTenant);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void eachIsAnsweredWhatIsTheirs(TenantCall call) {
        Map<Who, Integer> answered = new EnumMap<>(Who.class);

        for (Who who : Who.values()) {
            String tenant = who.isMember() && call.changes() ? newTenant() : standingTenant;
            Response answer = send(call, tenant, caller(who), UUID.randomUUID().toString());
            answered.put(who, answer.status());
            if (call.endsLogins()) {
                realm.forgetTokens();
            }
            if (answer.status() >= 400) {
                assertProblem(answer, answer.status(), answer.code());
            }
        }

        assertThat(answered).isEqualTo(call.statuses());
    }

    @ParameterizedTest
    @MethodSource("callsOfATenant")
    void foreignTenantAndNoneAreAnsweredByTheSameBytes(TenantCall call) {
        String deleted = newTenant();
        Tenants.delete(realm, deleted);

        for (Who who : List.of(Who.STRANGER, Who.SERVICE_WITH_ROLE, Who.SERVICE_WITHOUT_ROLE)) {
            // Of what is served to services they know every tenant; what is none looks alike all the same.
            boolean served = !Integer.valueOf(404).equals(call.statuses().get(who));
            Object foreign = bytes(call, served ? deleted : standingTenant, who);

            assertThat(bytes(call, ANY_ID, who)).as("none, for %s", who).isEqualTo(foreign);
            assertThat(bytes(call, deleted, who)).as("deleted, for %s", who).isEqualTo(foreign);
            assertThat(bytes(call, "no-id-at-all", who))
                    .as("no id, for %s", who)
                    .isEqualTo(foreign);
        }
    }

    /** All that a caller is told: status, header fields but the date, body. */
    private static Object bytes(TenantCall call, String tenant, Who who) {
        Response answer = send(call, tenant, caller(who), "the-same-request");
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        headers.remove("date");
        return List.of(answer.status(), headers, answer.text());
    }

    private static Response send(TenantCall call, String tenant, Caller caller, String requestId) {
        String path = call.path()
                .replace("{tenant}", tenant)
                .replace("{member}", realm.userId("erin"))
                .replace("{key}", call.path().contains("{key}") ? keyOf(tenant) : "")
                .replace("{any}", ANY_ID);
        Http.Request request = caller.request(call.method(), path).header("X-Request-ID", requestId);
        if (!call.body().isEmpty()) {
            request.body(
                    "application/json",
                    call.body().replace("{fresh}", freshName()).replace("{tenant}", tenant));
        }
        return request.send();
    }

    /** An API key of the tenant, made when it is first needed; of no tenant, an id of nothing. */
    private static String keyOf(String tenant) {
        return KEYS.computeIfAbsent(tenant, id -> {
            Response made = realm.operator()
                    .post("/tenants/" + id + "/api-keys")
                    .json(Map.of("name", "x", "scopes", List.of()))
                    .send();
            return made.status() == 201 ? made.id() : ANY_ID;
        });
    }

    private static Caller caller(Who who) {
        return switch (who) {
            case OWNER -> realm.as("alice");
            case ADMIN -> realm.as("bob");
            case MEMBER -> realm.as("carol");
            case STRANGER -> realm.as("dave");
            case OTHER_REALM -> realm.with(otherRealm.token("alice"));
            case SERVICE_WITH_ROLE -> realm.asService("with-role");
            case SERVICE_WITHOUT_ROLE -> realm.asService("without-role");
            case NOBODY -> realm.anonymous();
        };
    }

    private static String newTenant() {
        String id = Tenants.createWithTeam(realm);
        Tenants.addMember(realm, id, "erin", "member");
        return id;
    }
}
