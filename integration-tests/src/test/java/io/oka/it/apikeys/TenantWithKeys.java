package io.oka.it.apikeys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.it.support.ApiKeys;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.TestRealm;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** Tests of a tenant whose keys bob manages and may give the demo's scopes: alice is owner, bob admin, carol member. */
abstract class TenantWithKeys {

    final Oka oka;
    final TestRealm realm;
    String tenant = "";
    ApiKeys keys;

    TenantWithKeys(Oka oka, TestRealm realm) {
        this.oka = oka;
        this.realm = realm;
        this.keys = ApiKeys.of(realm, "bob", "");
    }

    @BeforeEach
    void tenantWithTeamWhoseKeysMayHaveScopes() {
        tenant = Tenants.createWithTeam(realm);
        keys = ApiKeys.of(realm, "bob", tenant);
        ApiKeys.allowScopes(realm);
    }

    static JsonNode without(JsonNode json, String member) {
        return ((ObjectNode) json.deepCopy()).without(member);
    }

    static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
