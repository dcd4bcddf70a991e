package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.common.jpa.OwnConnections;
import io.oka.keycloak.common.jpa.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;

/**
 * How counters stand, for those who only want to know. This node's own transactions put in what they have counted; what
 * other nodes count comes with a look at the database every second, for the counters that were asked for lately.
 */
final class CountCache {

    /** How long a count counts as current: the look comes every second, and takes its time. */
    static final Duration CURRENT = Duration.ofSeconds(2);

    /** While the database is away, counts are given that are not older than this. */
    static final Duration OLDEST = Duration.ofSeconds(60);

    /** Counters that nobody asked for so long are forgotten. */
    private static final Duration WARM = Duration.ofSeconds(60);

    /** Beyond so many, those that were not asked for in the last two seconds are not looked after. */
    private static final int MOST = 20_000;

    private static final String REFRESH =
            "SELECT c.* FROM unnest(?, ?, ?, ?, ?, ?) AS k (REALM_ID, TENANT_ID, LEVEL, SUBJECT, PERIOD, WINDOW_START)"
                    + CounterRows.ONE_BY_ONE.formatted("k.REALM_ID", "k.TENANT_ID");

    private final String refresh;
    private final Map<Place, Cell> cells = new ConcurrentHashMap<>();

    CountCache(OwnConnections connections) {
        this.refresh = connections.sql(REFRESH);
    }

    /** A counter of a tenant. */
    record Place(Account account, Counter counter) {}

    /**
     * How a counter stood when it was looked at.
     *
     * @param askedAt when somebody wanted to know, shared by all cells that follow each other in one place
     */
    private record Cell(Count count, long seenAt, AtomicLong askedAt) {}

    /** A count, and how old it is. */
    record Seen(Count count, Duration age) {}

    /** How it stood when it was looked at last; null if it was not. Keeps it warm. */
    @Nullable
    Seen get(Place place) {
        Cell cell = cells.get(place);
        if (cell == null) {
            return null;
        }
        long now = Time.currentTimeMillis();
        cell.askedAt.set(now);
        return new Seen(cell.count, Duration.ofMillis(Math.max(0, now - cell.seenAt)));
    }

    /** This node has counted: what it keeps warm is so from here on. */
    void counted(Account account, Map<Counter, Count> counts) {
        long now = Time.currentTimeMillis();
        counts.forEach((counter, count) -> cells.computeIfPresent(
                new Place(account, counter), (place, cell) -> new Cell(count, now, cell.askedAt)));
    }

    /** Looks at these in the database, and keeps them warm from here on. */
    void load(Connection connection, Collection<Place> places) throws SQLException {
        long now = Time.currentTimeMillis();
        Map<Place, @Nullable Cell> before = new HashMap<>();
        places.forEach(place -> before.put(place, cells.get(place)));
        Map<Place, Count> found = read(connection, places);
        places.forEach(place -> cells.compute(place, (key, cell) -> {
            // What this node has counted since is newer than what was read.
            if (cell != before.get(place) && cell != null) {
                return cell;
            }
            AtomicLong askedAt = cell == null ? new AtomicLong(now) : cell.askedAt;
            return new Cell(found.getOrDefault(place, Count.ZERO), now, askedAt);
        }));
    }

    /** Which counters are to be looked at, the rest being forgotten. */
    Collection<Place> warm() {
        long now = Time.currentTimeMillis();
        List<Place> warm = new ArrayList<>();
        boolean crowded = cells.size() > MOST;
        Duration enough = crowded ? CURRENT : WARM;
        cells.forEach((place, cell) -> {
            if (now - cell.askedAt.get() <= enough.toMillis() && warm.size() < MOST) {
                warm.add(place);
            } else if (now - cell.askedAt.get() > WARM.toMillis()
                    || (crowded && now - cell.seenAt > CURRENT.toMillis())) {
                cells.remove(place, cell);
            }
        });
        return warm;
    }

    private Map<Place, Count> read(Connection connection, Collection<Place> places) throws SQLException {
        Map<Place, Count> found = new HashMap<>();
        if (places.isEmpty()) {
            return found;
        }
        Collection<Counter> counters = places.stream().map(Place::counter).toList();
        try (Statement statement = CounterRows.keys(
                new Statement(connection, refresh)
                        .texts(places, place -> place.account().realmId())
                        .texts(places, place -> place.account().tenantId()),
                counters)) {
            statement
                    .query(row -> Map.entry(
                            new Place(
                                    new Account(row.getString("REALM_ID"), row.getString("TENANT_ID")),
                                    CounterRows.counter(row)),
                            CounterRows.count(row)))
                    .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        }
        return found;
    }
}
