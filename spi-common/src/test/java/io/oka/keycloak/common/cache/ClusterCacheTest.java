package io.oka.keycloak.common.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;

final class ClusterCacheTest {

    private final FakeServer server = new FakeServer();
    private final ClusterCache<String> cache =
            ClusterCache.create(server.factory(), "things", 10, Duration.ofSeconds(30));

    /** What the database holds. */
    private @Nullable String stored = "old";

    private int loads;

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

    private @Nullable String read(String key) {
        return cache.get(server.session(), key, this::load);
    }

    private @Nullable String load() {
        loads++;
        return stored;
    }
}
