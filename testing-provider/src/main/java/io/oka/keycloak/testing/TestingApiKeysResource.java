package io.oka.keycloak.testing;

import io.oka.keycloak.apikeys.ApiKeyProvider;
import io.oka.keycloak.apikeys.ApiKeySecret;
import io.oka.keycloak.apikeys.FoundApiKey;
import io.oka.keycloak.tenants.TenantSnapshot;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What the provider of API keys offers to those who use keys, for tests. */
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class TestingApiKeysResource {

    private final RealmModel realm;
    private final ApiKeyProvider keys;

    TestingApiKeysResource(KeycloakSession session) {
        this.realm = session.getContext().getRealm();
        this.keys = session.getProvider(ApiKeyProvider.class);
    }

    /** What a key leads to. */
    @POST
    @Path("find")
    public Found find(Presented presented) {
        ApiKeySecret secret = keys.parse(presented.key());
        return secret == null ? Found.NO_KEY : Found.of(keys.findBySecret(realm, secret));
    }

    /** What a key's id leads to. */
    @GET
    @Path("{id}")
    public Found findById(@PathParam("id") String id) {
        return Found.of(keys.findByIds(realm, List.of(id)).stream().findFirst().orElse(null));
    }

    /** Hashes a key under the current pepper. */
    @POST
    @Path("{id}/rehash")
    public Rehashed rehash(@PathParam("id") String id, Presented presented) {
        ApiKeySecret secret = keys.parse(presented.key());
        return new Rehashed(secret != null && keys.rehash(realm, id, secret));
    }

    /** Writes last uses, as milliseconds by key id. */
    @POST
    @Path("uses")
    public void recordUses(Map<String, Long> uses) {
        Map<String, Instant> lastUses = new TreeMap<>();
        uses.forEach((id, millis) -> lastUses.put(id, Instant.ofEpochMilli(millis)));
        keys.recordUses(lastUses);
    }

    /** A key. */
    record Presented(String key) {}

    /** Whether anything was hashed anew. */
    record Rehashed(boolean rehashed) {}

    /** What was found, as far as tests ask. */
    record Found(
            boolean wellFormed,
            @Nullable String id,
            @Nullable String status,
            @Nullable String tenantName,
            boolean suspended,
            int pepperVersion) {

        static final Found NO_KEY = new Found(false, null, null, null, false, 0);

        static Found of(@Nullable FoundApiKey found) {
            if (found == null) {
                return new Found(true, null, null, null, false, 0);
            }
            TenantSnapshot tenant = found.tenant();
            return new Found(
                    true,
                    found.key().id(),
                    found.key()
                            .status(Instant.ofEpochMilli(Time.currentTimeMillis()))
                            .wireName(),
                    tenant == null ? null : tenant.name(),
                    tenant != null && tenant.suspended(),
                    found.key().pepperVersion());
        }
    }
}
