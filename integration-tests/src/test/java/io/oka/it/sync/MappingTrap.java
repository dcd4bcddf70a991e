package io.oka.it.sync;

import io.oka.testing.Oka;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** Refuses to commit what maps a certain code, when all else of the transaction is done. */
final class MappingTrap implements AutoCloseable {

    private final Oka oka;
    private final String name = "oka_trap_" + UUID.randomUUID().toString().replace("-", "");

    private MappingTrap(Oka oka) {
        this.oka = oka;
    }

    /**
     * @param code of letters, digits and dashes
     */
    static MappingTrap atCommit(Oka oka, String code) {
        MappingTrap trap = new MappingTrap(oka);
        trap.execute("CREATE FUNCTION " + trap.name + "() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF NEW.external_code = '" + code + "' THEN RAISE EXCEPTION 'trapped'; END IF; RETURN NULL; END $$");
        trap.execute("CREATE CONSTRAINT TRIGGER " + trap.name + " AFTER INSERT ON oka_sync_mapping"
                + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION " + trap.name + "()");
        return trap;
    }

    boolean isSet() {
        return !oka.rows("SELECT tgname FROM pg_trigger WHERE tgname = ?", name).isEmpty();
    }

    @Override
    public void close() {
        execute("DROP TRIGGER IF EXISTS " + name + " ON oka_sync_mapping");
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
