package io.oka.keycloak.sync.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.common.csv.CsvWriter;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.sync.Drift;
import io.oka.keycloak.sync.SyncProvider;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * The differences that a comparison has seen, as CSV. Read in batches while it is written, each in a transaction of its
 * own: the request's is over by then.
 */
record DriftReport(KeycloakSessionFactory factory, String realmId, Drift.Filter filter) implements StreamingOutput {

    private static final int AT_ONCE = 1_000;

    private static final List<String> HEADER = List.of(
            "id",
            "state",
            "kind",
            "severity",
            "entity",
            "externalCode",
            "tenantId",
            "field",
            "localValue",
            "remoteValue",
            "localVersion",
            "remoteVersion",
            "sourceOfTruth",
            "firstSeenAt",
            "lastSeenAt",
            "graceUntil",
            "endedAt",
            "explainedBy",
            "fixJobId");

    @Override
    public void write(OutputStream out) throws IOException {
        CsvWriter csv = new CsvWriter(out);
        csv.write(HEADER);
        String after = null;
        boolean more = true;
        while (more) {
            List<Drift> some = read(after);
            for (Drift drift : some) {
                csv.write(cells(drift));
                after = drift.id();
            }
            more = some.size() == AT_ONCE;
        }
        csv.flush();
    }

    private List<Drift> read(@Nullable String after) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
            RealmModel realm = session.realms().getRealm(realmId);
            return realm == null
                    ? List.of()
                    : SyncProvider.of(session).reconciliations().oldestDrift(realm, filter, after, AT_ONCE);
        });
    }

    private static List<String> cells(Drift drift) {
        List<String> cells = new ArrayList<>(HEADER.size());
        cells.add(drift.id());
        cells.add(drift.state().wireName());
        cells.add(drift.kind().wireName());
        cells.add(drift.severity());
        cells.add(drift.entity().wireName());
        cells.add(drift.externalCode());
        cells.add(text(drift.tenantId()));
        cells.add(drift.field());
        cells.add(value(drift.localValue()));
        cells.add(value(drift.remoteValue()));
        cells.add(text(drift.localVersion()));
        cells.add(text(drift.remoteVersion()));
        cells.add(drift.sourceOfTruth().wireName());
        cells.add(text(drift.firstSeenAt()));
        cells.add(text(drift.lastSeenAt()));
        cells.add(text(drift.graceUntil()));
        cells.add(text(drift.endedAt()));
        cells.add(text(drift.explainedBy()));
        cells.add(text(drift.fixJobId()));
        return cells;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static String value(@Nullable JsonNode value) {
        return value == null ? "" : value.isTextual() ? value.textValue() : Json.writeText(value);
    }
}
