package io.oka.it.usage;

import io.oka.it.support.ApiKeys;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.TestRealm;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Tests of a tenant of alice, bob and carol whose use is metered: a hundred units a month, unless a test says otherwise. */
abstract class MeteredTenant {

    static TestRealm realm;
    final Oka oka;
    String tenant = "";
    Meter meter;

    MeteredTenant(Oka oka) {
        this.oka = oka;
    }

    @BeforeAll
    static void createRealm(Oka oka) {
        realm = oka.realm()
                .users("alice", "bob", "carol", "dave")
                .service(Meter.SERVICE, "record-usage")
                .service("authorizer", "authorize")
                .create();
    }

    @AfterAll
    static void deleteRealm() {
        realm.close();
    }

    @BeforeEach
    void createTenant() {
        tenant = Tenants.createWithTeam(realm);
        meter = Meter.of(realm, tenant);
        limit(100L);
    }

    /** An API key of the tenant; its id. */
    String newKey() {
        return ApiKeys.ofOperator(realm, tenant)
                .create(Map.of("name", "key", "scopes", List.of()))
                .expect(201)
                .id();
    }

    void limit(@Nullable Long units) {
        realm.operator()
                .patch("/tenants/" + tenant)
                .json(Collections.singletonMap("quotaLimit", units))
                .send()
                .expect(200);
    }

    long rows(String table) {
        return ((Number) Objects.requireNonNull(
                        oka.rows("SELECT count(*) AS n FROM " + table + " WHERE tenant_id = ?", tenant)
                                .get(0)
                                .get("n")))
                .longValue();
    }

    void change(String update) {
        oka.rows("WITH changed AS (" + update + " RETURNING 1) SELECT count(*) FROM changed", tenant);
    }
}
