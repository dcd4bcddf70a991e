package io.oka.it.entitlements;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@code /admin/realms/{realm}/entitlements/plans}. */
@OkaServer
final class PlansIT {

    private final Oka oka;
    private final TestRealm realm;
    private final Entitlements entitlements;
    private final Caller operator;

    PlansIT(Oka oka, TestRealm realm) {
        this.oka = oka;
        this.realm = realm;
        this.entitlements = new Entitlements(realm);
        this.operator = realm.operator();
    }

    @Test
    void realmBeginsWithThreePlans() {
        try (TestRealm fresh = oka.realm().create()) {
            Response plans = fresh.operator().get("/entitlements/plans").send().expect(200);

            assertThat(plans.json().findValuesAsText("tier")).containsExactly("free", "pro", "enterprise");
            assertThat(plans.header("X-Total-Count")).contains("3");
            JsonNode free = plans.json().path(0);
            assertThat(free.path("quotaLimit").asLong()).isEqualTo(1_000);
            assertThat(free.path("period").isNull()).isTrue();
            assertThat(free.path("selfService").asBoolean()).isTrue();
            JsonNode enterprise = plans.json().path(2);
            assertThat(enterprise.path("quotaLimit").isNull()).isTrue();
            assertThat(enterprise.path("selfService").asBoolean(true)).isFalse();
        }
    }

    @Test
    void setUpLeavesWhatOperatorsMadeOfThem() {
        try (TestRealm fresh = oka.realm().create()) {
            Caller there = fresh.operator();
            there.delete("/entitlements/plans/enterprise").send().expect(204);

            there.post("/oka/setup").send().expect(200);

            assertThat(there.get("/entitlements/plans").send().json().findValuesAsText("tier"))
                    .containsExactly("free", "pro");
        }
    }

    @Test
    void planIsMadeReadChangedAndRemoved() {
        String tier = fresh();
        Map<String, Object> wanted = Map.of(
                "tier",
                tier,
                "displayName",
                "Mine",
                "rank",
                7,
                "selfService",
                true,
                "period",
                "month",
                "graceDays",
                3,
                "quotaLimit",
                50,
                "services",
                Map.of("documents", Map.of("enabled", true, "quotaLimit", 5)),
                "features",
                List.of("export"),
                "memberLimit",
                4);

        Response made = entitlements.plan(wanted).expect(201);
        assertThat(made.header("Location")).contains(oka.baseUrl() + realm.adminPath("/entitlements/plans/" + tier));
        Response read = get(tier).expect(200);
        assertThat(read.json()).isEqualTo(made.json());
        assertThat(read.header("ETag")).isEqualTo(made.header("ETag"));
        assertThat(read.json().path("keyLimit").isNull()).isTrue();

        Response patched = patch(tier, Map.of("quotaLimit", 60)).expect(200);
        assertThat(patched.json().path("quotaLimit").asLong()).isEqualTo(60);
        assertThat(patched.json().path("displayName").asText()).isEqualTo("Mine");
        assertThat(patched.header("ETag")).isPresent().isNotEqualTo(read.header("ETag"));
        assertThat(patch(tier, Collections.singletonMap("quotaLimit", null))
                        .json()
                        .path("quotaLimit")
                        .isNull())
                .isTrue();

        Response replaced = operator.put("/entitlements/plans/" + tier)
                .json(Map.of("rank", 8))
                .send()
                .expect(200);
        assertThat(replaced.json().path("displayName").asText()).isEqualTo(tier);
        assertThat(replaced.json().path("services")).isEmpty();

        operator.delete("/entitlements/plans/" + tier).send().expect(204);
        assertProblem(get(tier), 404, "not_found");
        assertThat(oka.rows(
                        "SELECT type FROM oka_change WHERE type LIKE 'plan.%' AND data LIKE ? ORDER BY position",
                        "%" + tier + "%"))
                .extracting(row -> row.get("type"))
                .containsExactly("plan.created", "plan.updated", "plan.updated", "plan.updated", "plan.deleted");
    }

    @Test
    void whatWasReadBeforeIsNotOverwritten() {
        String tier = entitlements.newPlan(fresh(), Map.of());
        String tag = get(tier).header("ETag").orElseThrow();
        patch(tier, Map.of("rank", 6)).expect(200);

        assertProblem(
                operator.patch("/entitlements/plans/" + tier)
                        .header("If-Match", tag)
                        .json(Map.of("rank", 7))
                        .send(),
                412,
                "precondition_failed");
        assertProblem(
                operator.delete("/entitlements/plans/" + tier)
                        .header("If-Match", tag)
                        .send(),
                412,
                "precondition_failed");
        operator.get("/entitlements/plans/" + tier)
                .header("If-None-Match", get(tier).header("ETag").orElseThrow())
                .send()
                .expect(304);
    }

    @Test
    void planInUseStays() {
        String subscribed = entitlements.newPlan(fresh(), Map.of());
        String granted = entitlements.newPlan(fresh(), Map.of());
        String fallback = entitlements.newPlan(fresh(), Map.of());
        String tenant = Tenants.create(realm, "alice");
        entitlements.set(tenant, Map.of("tier", subscribed)).expect(200);
        entitlements
                .override(tenant, Map.of("type", "tier_upgrade", "value", granted))
                .expect(201);
        realm.setting("fallbackTier", fallback);

        for (String tier : List.of(subscribed, granted, fallback)) {
            assertProblem(operator.delete("/entitlements/plans/" + tier).send(), 409, "plan_in_use");
        }

        realm.setting("fallbackTier", null);
        operator.delete("/entitlements/plans/" + fallback).send().expect(204);
        entitlements.set(tenant, Map.of("tier", "free")).expect(200);
        operator.delete("/entitlements/plans/" + subscribed).send().expect(204);
    }

    @Test
    void strangePlansAreRefused() {
        assertInvalid(entitlements.plan(Map.of()), "tier", "displayName", "rank");
        assertInvalid(entitlements.plan(Map.of("tier", "a b", "rank", 1)), "tier");
        assertInvalid(
                entitlements.plan(Map.of(
                        "tier",
                        fresh(),
                        "rank",
                        1,
                        "graceDays",
                        -1,
                        "quotaLimit",
                        -1,
                        "keyLimit",
                        -1,
                        "memberLimit",
                        -1)),
                "graceDays",
                "quotaLimit",
                "keyLimit",
                "memberLimit");
        assertInvalid(entitlements.plan(Map.of("tier", fresh(), "rank", 1, "period", "week")), "period");
        assertInvalid(
                entitlements.plan(
                        Map.of("tier", fresh(), "rank", 1, "services", Map.of("x", Map.of("quotaLimit", -1)))),
                "services.x.quotaLimit");
        assertProblem(entitlements.plan(Map.of("tier", fresh(), "rank", 1, "price", 5)), 400, "unknown_member");
        assertProblem(entitlements.plan(Map.of("tier", "free", "rank", 1)), 409, "tier_taken");
        assertInvalid(patch("free", Map.of("tier", "other")), "tier");
        assertProblem(patch("unheard-of", Map.of()), 404, "not_found");
    }

    @Test
    void whoIsNoOperatorIsRefused() {
        Caller member = realm.operatorWith(realm.token("alice"));

        assertProblem(member.get("/entitlements/plans").send(), 403, "forbidden");
        assertProblem(member.delete("/entitlements/plans/free").send(), 403, "forbidden");
        assertProblem(realm.anonymousOperator().get("/entitlements/plans").send(), 401, "unauthorized");
    }

    @Test
    void seatsOfThePlanBind() {
        try (TestRealm small = oka.realm().users("alice", "bob", "carol").create()) {
            Tenants.limitSeats(small, 2);
            String tenant = Tenants.create(small, "alice");
            Tenants.addMember(small, tenant, "bob", "member");

            Response refused = small.operator()
                    .post("/tenants/" + tenant + "/members")
                    .json(Map.of("username", "carol"))
                    .send();

            assertProblem(refused, 409, "member_limit_reached");
            new Entitlements(small).set(tenant, Map.of("tier", "pro")).expect(200);
            Tenants.addMember(small, tenant, "carol", "member");
            new Entitlements(small).set(tenant, Map.of("tier", "free")).expect(200);
            assertThat(small.operator()
                            .get("/tenants/" + tenant + "/members")
                            .send()
                            .json())
                    .hasSize(3);
        }
    }

    private static String fresh() {
        return "plan-" + UUID.randomUUID();
    }

    private Response get(String tier) {
        return operator.get("/entitlements/plans/" + tier).send();
    }

    private Response patch(String tier, Map<String, ?> members) {
        return operator.patch("/entitlements/plans/" + tier).json(members).send();
    }
}
