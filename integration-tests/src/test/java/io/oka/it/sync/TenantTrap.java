package io.oka.it.sync;

import io.oka.testing.Oka;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * What the database does to tenants of certain customers: it refuses them, or takes its time. Their names begin with
 * {@link #prefix}.
 */
final class TenantTrap implements AutoCloseable {

    private static final int LOCK = 42_4242;

    private final Oka oka;
    private final String name = "oka_trap_" + UUID.randomUUID().toString().replace("-", "");
    private final String prefix = "trap" + Long.toString(System.nanoTime(), 36) + "-";

    private TenantTrap(Oka oka) {
        this.oka = oka;
    }

    /**
     * @param state what PostgreSQL says, such as 40001
     */
    static TenantTrap refusing(Oka oka, String state) {
        return new TenantTrap(oka).set("RAISE EXCEPTION 'trapped' USING ERRCODE = '" + state + "';");
    }

    /** Whoever is in it holds a lock that others can hold too, by which they are counted. */
    static TenantTrap slow(Oka oka, double seconds) {
        return new TenantTrap(oka)
                .set("PERFORM pg_advisory_xact_lock_shared(" + LOCK + "); PERFORM pg_sleep(" + seconds + ");");
    }

    String prefix() {
        return prefix;
    }

    /** How many transactions are in it at this moment. */
    int inside() {
        return oka.rows("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = " + LOCK + " AND granted")
                .size();
    }

    private TenantTrap set(String what) {
        execute("CREATE FUNCTION " + name + "() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.name LIKE '"
                + prefix + "%' THEN " + what + " END IF; RETURN NEW; END $$");
        execute("CREATE TRIGGER " + name + " BEFORE INSERT ON oka_tenant FOR EACH ROW EXECUTE FUNCTION " + name + "()");
        return this;
    }

    @Override
    public void close() {
        execute("DROP TRIGGER IF EXISTS " + name + " ON oka_tenant");
        execute("DROP FUNCTION IF EXISTS " + name + "()");
    }

    private void execute(String sql) {
        try (Connection connection = oka.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
