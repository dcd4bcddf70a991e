package io.oka.keycloak.sync.engine;

import io.oka.keycloak.common.jpa.WorkerDatabase;
import io.oka.keycloak.sync.operations.BreakerRows;
import io.oka.keycloak.sync.operations.BreakerRows.SystemId;
import io.oka.keycloak.sync.operations.SettingsLook;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Leases what is due and hands it to the threads that apply it. If the process dies after the lease has committed, the
 * lease ends by itself and some node applies the items: what was applied says so in the transaction that applied it, and is
 * not leased any more.
 */
final class Claimer {

    private static final Logger LOG = Logger.getLogger(Claimer.class);

    private static final String WORK = "claim";
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration OTHERS_TURN = Duration.ofMillis(20);
    private static final Duration LEAST = Duration.ofMillis(10);

    private final WorkerDatabase database;
    private final ClaimRows rows;
    private final Leases leases;
    private final BreakerRows breakers;
    private final SettingsLook settings;
    private final Workers workers;
    private final Aftermath aftermath;
    private final String owner;
    private Instant reapedAt = Instant.EPOCH;

    /**
     * @param owner this process, and no later one of the same node
     */
    Claimer(
            WorkerDatabase database,
            Leases leases,
            BreakerRows breakers,
            SettingsLook settings,
            Workers workers,
            Aftermath aftermath,
            String owner) {
        this.database = database;
        this.rows = new ClaimRows(database);
        this.leases = leases;
        this.breakers = breakers;
        this.settings = settings;
        this.workers = workers;
        this.aftermath = aftermath;
        this.owner = owner;
    }

    /** What one transaction found. */
    private record Found(List<Lane> lanes, List<String> reapedJobs, Duration pause) {}

    /**
     * Leases as many lanes as there is room for. One thread calls this.
     *
     * @return how long to wait for more
     */
    Duration round() throws SQLException {
        int room = workers.room();
        if (room == 0) {
            return IDLE;
        }
        List<Found> found = new ArrayList<>();
        database.inTransaction((connection, now) -> {
            // How much a realm has under way is counted before: no two nodes may claim at once.
            if (!database.isMyTurn(connection, WORK)) {
                found.add(new Found(List.of(), List.of(), OTHERS_TURN));
                return false;
            }
            List<String> reaped = reap(connection, now);
            List<Lane> lanes = claim(connection, now, room);
            Duration pause = lanes.isEmpty() ? pause(now, rows.next(connection, now)) : Duration.ZERO;
            found.add(new Found(lanes, reaped, pause));
            return true;
        });
        Found last = found.get(0);
        if (!last.reapedJobs().isEmpty()) {
            LOG.infof(
                    "%d items were under way on a node that did not come back; they are applied here",
                    last.reapedJobs().size());
            aftermath.jobsChanged(last.reapedJobs());
        }
        for (Lane lane : last.lanes()) {
            aftermath.jobsChanged(lane.items().stream().map(ClaimedItem::jobId).toList());
            if (!workers.begin(lane)) {
                leases.giveBack(lane.token(), lane.items());
            }
        }
        return last.pause();
    }

    private List<Lane> claim(Connection connection, Instant now, int room) throws SQLException {
        List<SystemId> toProbe = breakers.toProbe(connection, now);
        Map<SystemId, Integer> most = new LinkedHashMap<>();
        Map<String, Integer> rooms = new LinkedHashMap<>();
        List<ClaimRows.Ready> ready = rows.ready(connection, now, toProbe);
        for (ClaimRows.Ready one : ready) {
            int concurrency = settings.of(connection, one.system().realmId()).concurrency();
            rooms.putIfAbsent(one.system().realmId(), Math.max(0, concurrency - one.lanes()));
        }
        Map<String, Integer> granted = Lanes.grant(rooms, room);
        for (ClaimRows.Ready one : ready) {
            int lanes = granted.getOrDefault(one.system().realmId(), 0);
            if (lanes > 0) {
                most.put(one.system(), toProbe.contains(one.system()) ? 1 : lanes * Lanes.LONGEST);
            }
        }
        if (most.isEmpty()) {
            return List.of();
        }
        List<ClaimRows.NewLane> lanes = Lanes.deal(rows.due(connection, now, most), granted).stream()
                .map(items -> new ClaimRows.NewLane(UUID.randomUUID().toString(), items))
                .toList();
        if (lanes.isEmpty()) {
            return List.of();
        }
        List<Lane> leased = rows.lease(connection, now, owner, lanes);
        for (Lane lane : leased) {
            for (ClaimedItem item : lane.items()) {
                if (toProbe.contains(item.systemId())) {
                    breakers.probe(connection, now, item.systemId(), item.id());
                }
            }
        }
        return leased;
    }

    private List<String> reap(Connection connection, Instant now) throws SQLException {
        if (Duration.between(reapedAt, now).abs().compareTo(IDLE) < 0) {
            return List.of();
        }
        List<String> jobs = leases.reap(connection, now);
        reapedAt = now;
        return jobs;
    }

    private static Duration pause(Instant now, @Nullable Instant next) {
        if (next == null) {
            return IDLE;
        }
        Duration until = Duration.between(now, next);
        if (until.compareTo(LEAST) < 0) {
            return LEAST;
        }
        return until.compareTo(IDLE) > 0 ? IDLE : until;
    }
}
