package io.oka.keycloak.webhooks.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oka.keycloak.common.secret.EncryptionKeys;
import io.oka.keycloak.common.secret.OperatorSecrets;
import io.oka.keycloak.common.secret.Sealer;
import io.oka.keycloak.common.signing.SigningSecret;
import io.oka.keycloak.webhooks.OpenedSecrets;
import io.oka.keycloak.webhooks.SealedSecrets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EndpointSealsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:30:00Z");

    private final EndpointSeals seals = seals(1);
    private final WebhookEndpointEntity row = new WebhookEndpointEntity();
    private final SigningSecret secret = SigningSecret.generate();
    private final SigningSecret next = SigningSecret.generate();

    EndpointSealsTest() {
        row.id = "endpoint";
        row.realmId = "demo";
        seals.write(row, secret, Map.of("X-Key", "value"));
    }

    @Test
    void whatIsWrittenOpens() {
        OpenedSecrets opened = seals.open(sealed(), NOW);

        assertThat(opened.signing()).extracting(SigningSecret::reveal).containsExactly(secret.reveal());
        assertThat(opened.headers()).isEqualTo(Map.of("X-Key", "value"));
        assertThat(opened.toString()).isEqualTo("OpenedSecrets");
    }

    @Test
    void bothSignDuringTheOverlapTheNewerFirst() {
        seals.rotate(row, next, NOW.plusSeconds(60), NOW);

        assertThat(seals.open(sealed(), NOW).signing())
                .extracting(SigningSecret::reveal)
                .containsExactly(next.reveal(), secret.reveal());
        assertThat(seals.open(sealed(), NOW.plusSeconds(60)).signing())
                .extracting(SigningSecret::reveal)
                .containsExactly(next.reveal());
    }

    @Test
    void withoutAnOverlapTheOldOneIsNotEvenKept() {
        seals.rotate(row, next, NOW, NOW);

        assertThat(row.previousSecret).isNull();
        assertThat(row.previousUntil).isNull();
    }

    @Test
    void allOfARowIsSealedAnewTogether() {
        seals.rotate(row, next, NOW.plusSeconds(60), NOW);

        seals(2).renew(row);

        assertThat(row.keyVersion).isEqualTo(2);
        OpenedSecrets opened = seals(2).open(sealed(), NOW);
        assertThat(opened.signing()).extracting(SigningSecret::reveal).containsExactly(next.reveal(), secret.reveal());
        assertThat(opened.headers()).isEqualTo(Map.of("X-Key", "value"));
    }

    @Test
    void rowThatCannotBeSealedAnewStaysWhole() {
        EndpointSeals without = new EndpointSeals(new Sealer(
                new OperatorSecrets(EncryptionKeys.KIND, 2, Map.of(1, key(1), 2, "vault:nothing")),
                (realm, entry) -> null,
                EndpointSeals.PURPOSE));

        assertThatThrownBy(() -> without.renew(row)).isInstanceOf(IllegalStateException.class);

        assertThat(row.keyVersion).isEqualTo(1);
        assertThat(seals.open(sealed(), NOW).headers()).isEqualTo(Map.of("X-Key", "value"));
    }

    @Test
    void otherHeadersReplaceThoseBefore() {
        seals(2).headers(row, Map.of());

        assertThat(row.headers).isNull();
        assertThat(row.keyVersion).isEqualTo(2);
        assertThat(seals(2).open(sealed(), NOW).headers()).isEmpty();
    }

    @Test
    void secretOfAnotherEndpointDoesNotOpen() {
        row.id = "another";

        assertThatThrownBy(() -> seals.open(sealed(), NOW)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void buriedEndpointHasNone() {
        EndpointSeals.bury(row, NOW);

        assertThat(row.secret).isEmpty();
        assertThat(row.headers).isNull();
        assertThat(row.active).isFalse();
        assertThat(row.deletedAt).isEqualTo(NOW);
    }

    private SealedSecrets sealed() {
        return new SealedSecrets(
                row.realmId, row.id, row.keyVersion, row.secret, row.previousSecret, row.previousUntil, row.headers);
    }

    private static EndpointSeals seals(int current) {
        return new EndpointSeals(new Sealer(
                new OperatorSecrets(EncryptionKeys.KIND, current, Map.of(1, key(1), 2, key(2))),
                (realm, entry) -> null,
                EndpointSeals.PURPOSE));
    }

    private static String key(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return Base64.getEncoder().encodeToString(key);
    }
}
