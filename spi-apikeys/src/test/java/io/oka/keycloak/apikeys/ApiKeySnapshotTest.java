package io.oka.keycloak.apikeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.oka.keycloak.common.address.AddressRange;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ApiKeySnapshotTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:30:00Z");
    private static final Instant EARLIER = NOW.minusMillis(1);
    private static final Instant LATER = NOW.plusMillis(1);

    @Test
    void keyWithoutAnEndIsActive() {
        assertThat(key(null, null, null).status(NOW)).isEqualTo(ApiKeyStatus.ACTIVE);
        assertThat(key(null, null, null).endsAt()).isNull();
    }

    @Test
    void endIsTheEarlierOfItsOwnAndThatOfItsGrace() {
        assertThat(key(LATER, null, NOW).endsAt()).isEqualTo(NOW);
        assertThat(key(NOW, null, LATER).endsAt()).isEqualTo(NOW);
        assertThat(key(NOW, null, null).endsAt()).isEqualTo(NOW);
        assertThat(key(null, null, NOW).endsAt()).isEqualTo(NOW);
    }

    @Test
    void atItsEndItNoLongerWorks() {
        assertThat(key(LATER, null, null).status(NOW)).isEqualTo(ApiKeyStatus.ACTIVE);
        assertThat(key(NOW, null, null).status(NOW)).isEqualTo(ApiKeyStatus.EXPIRED);
        assertThat(key(LATER, null, NOW).status(NOW)).isEqualTo(ApiKeyStatus.EXPIRED);
        assertThat(key(EARLIER, null, LATER).status(NOW)).isEqualTo(ApiKeyStatus.EXPIRED);
    }

    @Test
    void revokedIsRevokedWhateverElseItIs() {
        assertThat(key(LATER, EARLIER, LATER).status(NOW)).isEqualTo(ApiKeyStatus.REVOKED);
        assertThat(key(EARLIER, NOW, null).status(NOW)).isEqualTo(ApiKeyStatus.REVOKED);
    }

    @Test
    void withoutRangesItWorksFromAnywhere() {
        assertThat(from().isAllowedFrom("192.0.2.1")).isTrue();
        assertThat(from().isAllowedFrom(null)).isTrue();
    }

    @Test
    void withRangesItWorksFromThereOnly() {
        ApiKeySnapshot key = from("10.0.0.0/8", "2001:db8::/32");

        assertThat(key.isAllowedFrom("10.1.2.3")).isTrue();
        assertThat(key.isAllowedFrom("2001:db8::7")).isTrue();
        assertThat(key.isAllowedFrom("192.0.2.1")).isFalse();
        assertThat(key.isAllowedFrom("unknown")).isFalse();
        assertThat(key.isAllowedFrom(null)).isFalse();
    }

    private static ApiKeySnapshot key(
            @Nullable Instant expiresAt, @Nullable Instant revokedAt, @Nullable Instant graceUntil) {
        return snapshot(List.of(), expiresAt, revokedAt, graceUntil);
    }

    private static ApiKeySnapshot from(String... ranges) {
        return snapshot(
                List.of(ranges).stream()
                        .map(range -> Objects.requireNonNull(AddressRange.parse(range)))
                        .toList(),
                null,
                null,
                null);
    }

    private static ApiKeySnapshot snapshot(
            List<AddressRange> allowed,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant graceUntil) {
        return new ApiKeySnapshot(
                "id",
                "realm",
                "tenant",
                "family",
                "name",
                ApiKeyEnvironment.LIVE,
                Set.of(),
                List.of(),
                null,
                null,
                allowed,
                expiresAt,
                revokedAt,
                graceUntil,
                1);
    }
}
