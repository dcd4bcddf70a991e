package io.oka.keycloak.common.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oka.keycloak.common.outage.Staleness;
import io.oka.keycloak.common.problem.ProblemException;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;

final class ClusterCacheTest {

    private final FakeServer server = new FakeServer();
    private final ClusterCache<String> cache =
            ClusterCache.create(server.factory(), "things", 10, Duration.ofSeconds(30));

    /** What the database holds. */
    private @Nullable String stored = "old";

    private int loads;

    /** What the database fails with; null while it answers. */
    private @Nullable RuntimeException failure;

    @AfterEach
    void setClockBack() {
        Time.setOffset(0);
    }

    @Test
    void valueIsLoadedOnce() {
        assertThat(read("a")).isEqualTo("old");
        assertThat(read("a")).isEqualTo("old");

        assertThat(loads).isEqualTo(1);
    }

    @Test
    void absenceIsNotKept() {
        stored = null;
        assertThat(read("a")).isNull();

        stored = "new";

        assertThat(read("a")).isEqualTo("new");
    }

    @Test
    void messageOfAnotherNodeIsHeeded() {
        read("a");
        stored = "new";

        server.receive(new CacheInvalidation("things", "a"));

        assertThat(read("a")).isEqualTo("new");
    }

    @Test
    void messageToAnotherCacheOrKeyIsNot() {
        read("a");
        stored = "new";

        server.receive(new CacheInvalidation("other things", "a"));
        server.receive(new CacheInvalidation("things", "b"));

        assertThat(read("a")).isEqualTo("old");
    }

    @Test
    void valueThatWasReadBeforeAChangeAndComesAfterItIsNotKept() {
        KeycloakSession slow = server.session();

        String seen = cache.get(slow, "a", () -> {
            String before = load();
            stored = "new";
            server.receive(new CacheInvalidation("things", "a"));
            return before;
        });

        assertThat(seen).isEqualTo("old");
        assertThat(read("a")).isEqualTo("new");
    }

    @Test
    void changeReadsPastTheCacheAndTellsNobodyBeforeItsCommit() {
        read("a");
        KeycloakSession change = server.session();

        cache.invalidateAfterCommit(change, "a");
        stored = "new";

        assertThat(cache.get(change, "a", this::load)).isEqualTo("new");
        assertThat(read("a")).isEqualTo("old");
        assertThat(server.sent).isEmpty();
    }

    @Test
    void commitMakesEveryNodeForget() {
        read("a");
        KeycloakSession change = server.session();
        cache.invalidateAfterCommit(change, "a");
        cache.invalidateAfterCommit(change, "b");
        cache.invalidateAfterCommit(change, "a");
        stored = "new";

        server.commit(change);

        assertThat(read("a")).isEqualTo("new");
        assertThat(server.sent)
                .containsExactlyInAnyOrder(new CacheInvalidation("things", "a"), new CacheInvalidation("things", "b"));
    }

    @Test
    void rollbackLeavesEveryNodeAlone() {
        read("a");
        KeycloakSession change = server.session();
        cache.invalidateAfterCommit(change, "a");
        stored = "new";

        server.rollBack(change);

        assertThat(read("a")).isEqualTo("old");
        assertThat(server.sent).isEmpty();
    }

    @Test
    void whatAChangeReadWhileUnderWayIsNotLeftBehind() {
        KeycloakSession change = server.session();
        cache.invalidateAfterCommit(change, "a");
        stored = "never committed";
        cache.get(change, "a", this::load);
        stored = "old";

        server.rollBack(change);

        assertThat(read("a")).isEqualTo("old");
    }

    @Test
    void whatWasReadElsewhereIsRemembered() {
        long mark = cache.mark();

        cache.remember(server.session(), "a", "read with something else", mark);

        assertThat(read("a")).isEqualTo("read with something else");
        assertThat(cache.peek(server.session(), "a")).isEqualTo("read with something else");
        assertThat(loads).isZero();
    }

    @Test
    void whatWasReadElsewhereIsNotRememberedOnceAnythingHasChanged() {
        long mark = cache.mark();
        server.receive(new CacheInvalidation("things", "b"));

        cache.remember(server.session(), "a", "perhaps old", mark);

        assertThat(cache.peek(server.session(), "a")).isNull();
    }

    @Test
    void changeThatIsUnderWayNeitherRemembersNorPeeks() {
        read("a");
        KeycloakSession change = server.session();
        cache.invalidateAfterCommit(change, "a");
        cache.invalidateAfterCommit(change, "b");

        cache.remember(change, "b", "not committed", cache.mark());

        assertThat(cache.peek(change, "a")).isNull();
        assertThat(cache.peek(server.session(), "b")).isNull();
    }

    @Test
    void entryIsReadAnewAtItsExpiryHoweverOftenItIsAskedFor() {
        read("a");
        Time.setOffset(29);
        read("a");
        stored = "new";

        Time.setOffset(31);

        assertThat(read("a")).isEqualTo("new");
    }

    @Test
    void whatIsTooOldIsGoneByWhileTheDatabaseIsAwayAndTheCallerIsToldSo() {
        read("a");
        Time.setOffset(59);
        failure = lost();
        KeycloakSession tolerant = tolerant();

        String seen = cache.get(tolerant, "a", this::load);

        assertThat(seen).isEqualTo("old");
        assertThat(Staleness.isUsed(tolerant)).isTrue();
        assertThat(tolerant.getAttribute(FakeServer.ROLLBACK_ONLY)).isEqualTo(true);
    }

    @Test
    void databaseThatIsKnownToBeAwayIsNotWaitedFor() {
        read("a");
        Time.setOffset(31);
        server.away = true;
        KeycloakSession tolerant = tolerant();

        assertThat(cache.get(tolerant, "a", this::load)).isEqualTo("old");
        assertThatThrownBy(() -> cache.get(tolerant, "never read", this::load))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.problem().status()).isEqualTo(503));

        assertThat(loads).isEqualTo(1);
        assertThat(tolerant.getAttribute(FakeServer.ROLLBACK_ONLY)).isNull();
    }

    @Test
    void firstFailureTellsAllWhoComeAfter() {
        failure = lost();

        assertThatThrownBy(() -> cache.get(tolerant(), "never read", this::load))
                .isSameAs(failure);

        assertThat(server.away).isTrue();
    }

    @Test
    void afterAMinuteThereIsNoAnswer() {
        read("a");
        Time.setOffset(61);
        failure = lost();

        assertThatThrownBy(() -> cache.get(tolerant(), "a", this::load)).isSameAs(failure);
    }

    @Test
    void whoeverDoesNotTolerateItIsToldOfTheFailure() {
        read("a");
        Time.setOffset(31);
        failure = lost();
        server.away = true;

        assertThatThrownBy(() -> read("a")).isSameAs(failure);
    }

    @Test
    void otherFailuresAreNoAbsence() {
        read("a");
        Time.setOffset(31);
        failure = new IllegalStateException(new SQLException("a bug", "42601"));

        assertThatThrownBy(() -> cache.get(tolerant(), "a", this::load)).isSameAs(failure);
    }

    @Test
    void whatHasChangedIsNotGoneByHoweverYoung() {
        read("a");
        server.receive(new CacheInvalidation("things", "a"));
        failure = lost();

        assertThatThrownBy(() -> cache.get(tolerant(), "a", this::load)).isSameAs(failure);
    }

    @Test
    void whatWasFoundGoneDoesNotComeBackWithTheFailure() {
        read("a");
        Time.setOffset(31);
        stored = null;
        read("a");
        failure = lost();

        assertThatThrownBy(() -> cache.get(tolerant(), "a", this::load)).isSameAs(failure);
    }

    @Test
    void freshEntryIsNotTooOld() {
        read("a");
        failure = lost();
        KeycloakSession tolerant = tolerant();

        assertThat(cache.get(tolerant, "a", this::load)).isEqualTo("old");

        assertThat(Staleness.isUsed(tolerant)).isFalse();
    }

    @Test
    void clockThatIsSetBackMakesNothingYounger() {
        Time.setOffset(100);
        read("a");
        stored = "new";

        Time.setOffset(0);

        assertThat(read("a")).isEqualTo("new");
    }

    private KeycloakSession tolerant() {
        KeycloakSession session = server.session();
        Staleness.tolerate(session);
        return session;
    }

    private static RuntimeException lost() {
        return new IllegalStateException(new SQLException("no connection", "08006"));
    }

    private @Nullable String read(String key) {
        return cache.get(server.session(), key, this::load);
    }

    private @Nullable String load() {
        loads++;
        if (failure != null) {
            throw failure;
        }
        return stored;
    }
}
