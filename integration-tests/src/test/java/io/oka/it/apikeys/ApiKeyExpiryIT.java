package io.oka.it.apikeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.support.ApiKeys;
import io.oka.it.support.ChangeRow;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The end of a key is told of once, by whichever node finds it first. */
@OkaServer
final class ApiKeyExpiryIT extends TenantWithKeys {

    private static final String TASK = "oka-expire-api-keys";

    ApiKeyExpiryIT(Oka oka, TestRealm realm) {
        super(oka, realm);
    }

    @Test
    void endOfAKeyIsToldOfOnce() {
        Response made = keys.createUntil(Instant.now().plusSeconds(60));
        oka.runTask(TASK);
        assertThat(expired()).isEmpty();

        oka.moveClock(Duration.ofMinutes(2));
        oka.runTask(TASK);
        oka.runTask(TASK);

        assertThat(expired()).hasSize(1);
        ChangeRow row = expired().get(0);
        assertThat(row.actorType()).isEqualTo("system");
        assertThat(row.datum("keyId")).isEqualTo(made.id());
        assertThat(row.datum("name")).isEqualTo("key");
        assertThat(row.datum("last4")).isEqualTo(made.json().path("last4").asText());
        assertThat(row.data().toString()).doesNotContain(ApiKeys.secret(made));
    }

    @Test
    void endOfAGraceIsToldOf() {
        String old = keys.create().id();
        keys.rotate(old, 60).expect(201);

        oka.moveClock(Duration.ofMinutes(2));
        oka.runTask(TASK);

        assertThat(expired()).extracting(row -> row.datum("keyId")).containsExactly(old);
    }

    @Test
    void endOfWhatWasRevokedIsNoNews() {
        String id = keys.createUntil(Instant.now().plusSeconds(60)).id();
        keys.revoke(id).expect(204);

        oka.moveClock(Duration.ofMinutes(2));
        oka.runTask(TASK);

        assertThat(expired()).isEmpty();
    }

    @Test
    void manyEndsAreToldOfOnceEachByManyRunsAtOnce() {
        String pattern = keys.createUntil(Instant.now().plusSeconds(60)).id();
        copy(pattern, 449);
        oka.moveClock(Duration.ofMinutes(2));

        List<CompletableFuture<Void>> runs = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.runAsync(() -> oka.runTask(TASK)))
                .toList();
        runs.forEach(CompletableFuture::join);
        oka.runTask(TASK);

        assertThat(expired()).hasSize(450);
        assertThat(expired().stream().map(row -> row.datum("keyId")).distinct()).hasSize(450);
    }

    @Test
    void keysOfTenantsAndRealmsThatWentWithoutAWordAreSwept() {
        String kept = keys.create().id();
        String ofNoTenant = keys.create().id();
        String ofNoRealm = keys.create().id();
        oka.rows("UPDATE oka_api_key SET tenant_id = 'gone' WHERE id = ? RETURNING id", ofNoTenant);
        oka.rows("UPDATE oka_api_key SET realm_id = 'gone' WHERE id = ? RETURNING id", ofNoRealm);

        oka.runTask("oka-sweep-api-keys");

        assertThat(oka.rows("SELECT id FROM oka_api_key WHERE id IN (?, ?, ?)", kept, ofNoTenant, ofNoRealm))
                .extracting(row -> row.get("id"))
                .containsExactly(kept);
    }

    /** More keys like this one: to make so many one by one takes its time. */
    private void copy(String id, int times) {
        try (Connection connection = oka.connect();
                PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO oka_api_key (id, realm_id, tenant_id, family_id, name, prefix, last4, environment,
                          scopes, audiences, allowed_cidrs, hash, pepper_version, created_at, expires_at, ends_at)
                        SELECT gen_random_uuid(), realm_id, tenant_id, family_id, name, prefix, last4, environment,
                          scopes, audiences, allowed_cidrs, sha256(hash || int4send(i)), pepper_version, created_at,
                          expires_at, ends_at
                        FROM oka_api_key, generate_series(1, ?) i WHERE id = ?
                        """)) {
            insert.setInt(1, times);
            insert.setString(2, id);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<ChangeRow> expired() {
        return ChangeRow.of(oka, tenant).stream()
                .filter(row -> row.type().equals("api_key.expired"))
                .toList();
    }
}
