package io.oka.keycloak.common.http;

import io.oka.keycloak.common.csv.CsvWriter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * A table of any length as CSV. It is written page by page while the caller reads, each page from a short transaction of
 * its own: however slowly they read, no connection waits for them, and no more than a page is in memory.
 */
public final class CsvDownload {

    public static final String MEDIA_TYPE = "text/csv";

    private CsvDownload() {}

    /**
     * @param fileName what the caller's browser calls it; plain ASCII
     */
    public static <T> Response of(
            KeycloakSession session, RealmModel realm, String fileName, List<String> header, Rows<T> rows) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        String realmId = realm.getId();
        StreamingOutput body = out -> write(factory, realmId, out, header, rows);
        return Response.ok(body, MEDIA_TYPE + ";charset=UTF-8")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName + "\"")
                .build();
    }

    private static <T> void write(
            KeycloakSessionFactory factory, String realmId, OutputStream out, List<String> header, Rows<T> rows)
            throws IOException {
        CsvWriter writer = new CsvWriter(out);
        writer.write(header);
        T last = null;
        List<T> page = page(factory, realmId, rows, last);
        while (!page.isEmpty()) {
            for (T row : page) {
                writer.write(rows.cells(row));
            }
            last = page.get(page.size() - 1);
            page = page(factory, realmId, rows, last);
        }
        writer.flush();
    }

    private static <T> List<T> page(KeycloakSessionFactory factory, String realmId, Rows<T> rows, @Nullable T last) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
            RealmModel realm = Objects.requireNonNull(session.realms().getRealm(realmId), "The realm is gone");
            session.getContext().setRealm(realm);
            return rows.after(session, realm, last);
        });
    }

    /** Where rows come from, and what is written of each. */
    public interface Rows<T> {

        /**
         * Those that follow in a fixed order; none if that was all.
         *
         * @param last the last one that was given; null for the beginning
         */
        List<T> after(KeycloakSession session, RealmModel realm, @Nullable T last);

        List<String> cells(T row);
    }
}
