package io.oka.it.apikeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.support.ApiKeys;
import io.oka.it.support.ChangeRow;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The end of a key is told of once, by whichever node finds it first. */
@OkaServer
final class ApiKeyExpiryIT {

    private static final String TASK = "oka-expire-api-keys";

    private final Oka oka;
    private final TestRealm realm;
    private String tenant = "";
    private ApiKeys keys;

    ApiKeyExpiryIT(Oka oka, TestRealm realm) {
        this.oka = oka;
        this.realm = realm;
        this.keys = ApiKeys.of(realm, "bob", "");
    }

    @BeforeEach
    void tenantWithTeam() {
        tenant = Tenants.createWithTeam(realm);
        keys = ApiKeys.of(realm, "bob", tenant);
        ApiKeys.allowScopes(realm);
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
        List<CompletableFuture<Response>> sent = IntStream.range(0, 450)
                .mapToObj(i -> {
                    var body = ApiKeys.body("key " + i);
                    body.put("expiresAt", Instant.now().plusSeconds(60).toString());
                    return keys.creation(body).sendAsync();
                })
                .toList();
        sent.forEach(one -> one.join().expect(201));
        oka.moveClock(Duration.ofMinutes(2));

        List<CompletableFuture<Void>> runs = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.runAsync(() -> oka.runTask(TASK)))
                .toList();
        runs.forEach(CompletableFuture::join);
        oka.runTask(TASK);

        assertThat(expired()).hasSize(450);
        assertThat(expired().stream().map(row -> row.datum("keyId")).distinct()).hasSize(450);
    }

    private List<ChangeRow> expired() {
        return ChangeRow.of(oka, tenant).stream()
                .filter(row -> row.type().equals("api_key.expired"))
                .toList();
    }
}
