package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.common.jpa.OwnConnections;
import io.oka.keycloak.common.jpa.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The partitions of the usage events: made before they are needed, dropped when they are too old. By the database's
 * clock.
 *
 * <p>Each is made or dropped in a transaction of its own that waits for no lock longer than half a second; one that does
 * not come about is tried again with the next run, and what it would hold waits in the default partition until then. So a
 * process may die anywhere here.
 */
final class UsagePartitions {

    private static final Logger LOG = Logger.getLogger(UsagePartitions.class);

    private static final String LISTED = "SELECT c.relname AS NAME, pg_get_expr(c.relpartbound, c.oid) AS BOUND"
            + " FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = CAST(? AS regclass)";
    private static final Pattern BOUND = Pattern.compile("FOR VALUES FROM \\('([^']+)'\\) TO \\('([^']+)'\\)");
    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssx", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** So many windows are made ahead: the present one among them. */
    private static final int AHEAD = 3;

    private final OwnConnections connections;
    private final QuotaWindow size;
    private final Period retention;

    UsagePartitions(OwnConnections connections, QuotaWindow size, Period retention) {
        this.connections = connections;
        this.size = size;
        this.retention = retention;
    }

    /** From one instant to another, the latter not included. */
    record Range(String name, Instant from, Instant to) {}

    /** Makes what will be needed and drops what is too old. */
    void keep() throws SQLException {
        List<Range> there = new ArrayList<>();
        List<Instant> clock = new ArrayList<>();
        connections.inTransaction(connection -> {
            there.addAll(ranges(connection));
            clock.add(clock(connection));
            return false;
        });
        Instant now = clock.get(0);
        for (Range missing : missing(now, there, size)) {
            connections.inTransaction(connection -> make(connection, missing));
        }
        for (Range old : old(now, there, retention)) {
            connections.inTransaction(connection -> drop(connection, old));
        }
    }

    /**
     * Which ranges to make. They begin where the last one ends, so that a change from months to days, or back, leaves
     * neither a gap nor an overlap.
     */
    static List<Range> missing(Instant now, List<Range> there, QuotaWindow size) {
        Instant from = there.stream()
                .map(Range::to)
                .filter(end -> end.isAfter(size.start(now)))
                .max(Comparator.naturalOrder())
                .orElse(size.start(now));
        Instant enough = now;
        for (int i = 0; i < AHEAD; i++) {
            enough = size.end(enough);
        }
        List<Range> missing = new ArrayList<>();
        while (from.isBefore(enough)) {
            Instant to = size.end(from);
            missing.add(new Range(name(from), from, to));
            from = to;
        }
        return missing;
    }

    static List<Range> old(Instant now, List<Range> there, Period retention) {
        Instant before = now.atZone(ZoneOffset.UTC).minus(retention).toInstant();
        return there.stream().filter(range -> !range.to().isAfter(before)).toList();
    }

    private static String name(Instant from) {
        return "OKA_USAGE_EVENT_"
                + DateTimeFormatter.BASIC_ISO_DATE.format(
                        from.atZone(ZoneOffset.UTC).toLocalDate());
    }

    private List<Range> ranges(Connection connection) throws SQLException {
        utc(connection);
        List<Range> ranges = new ArrayList<>();
        try (Statement statement = new Statement(connection, LISTED).text(connections.sql("OKA_USAGE_EVENT"))) {
            statement
                    .query(row -> new String[] {row.getString("NAME"), row.getString("BOUND")})
                    .forEach(row -> {
                        Matcher bound = BOUND.matcher(row[1]);
                        if (bound.matches()) {
                            ranges.add(new Range(row[0], instant(bound.group(1)), instant(bound.group(2))));
                        }
                    });
        }
        return ranges;
    }

    /**
     * Takes what waits for it out of the default partition and comes in its place. Writers wait for this transaction, and
     * it for theirs; both are short.
     */
    private boolean make(Connection connection, Range range) throws SQLException {
        shortly(connection);
        String from = "'" + range.from() + "'";
        String to = "'" + range.to() + "'";
        run(connection, "LOCK TABLE OKA_USAGE_EVENT_DEFAULT IN ACCESS EXCLUSIVE MODE");
        if (ranges(connection).stream().anyMatch(other -> other.name().equalsIgnoreCase(range.name()))) {
            // Another node, started at the same moment, was quicker.
            return false;
        }
        run(connection, "CREATE TABLE " + range.name() + " (LIKE OKA_USAGE_EVENT INCLUDING ALL)");
        run(
                connection,
                "WITH moved AS (DELETE FROM OKA_USAGE_EVENT_DEFAULT WHERE USED_AT >= " + from + " AND USED_AT < " + to
                        + " RETURNING *) INSERT INTO " + range.name() + " SELECT * FROM moved");
        run(
                connection,
                "ALTER TABLE OKA_USAGE_EVENT ATTACH PARTITION " + range.name() + " FOR VALUES FROM (" + from + ") TO ("
                        + to + ")");
        return true;
    }

    private boolean drop(Connection connection, Range range) throws SQLException {
        shortly(connection);
        run(connection, "DROP TABLE " + range.name().toUpperCase(Locale.ROOT));
        LOG.infof("Dropped the usage events from %s to %s", range.from(), range.to());
        return true;
    }

    private void shortly(Connection connection) throws SQLException {
        utc(connection);
        run(connection, "SET LOCAL lock_timeout = '500ms'");
    }

    private void utc(Connection connection) throws SQLException {
        run(connection, "SET LOCAL TimeZone = 'UTC'");
    }

    private void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = new Statement(connection, connections.sql(sql))) {
            statement.update();
        }
    }

    private static Instant clock(Connection connection) throws SQLException {
        try (Statement statement = new Statement(connection, "SELECT clock_timestamp() AS CLOCK")) {
            return statement.query(row -> Statement.time(row, "CLOCK")).get(0);
        }
    }

    private static Instant instant(String written) {
        return WRITTEN.parse(written, Instant::from);
    }
}
