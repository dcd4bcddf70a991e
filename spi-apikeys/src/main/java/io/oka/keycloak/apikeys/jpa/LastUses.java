package io.oka.keycloak.apikeys.jpa;

import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.jpa.LockTimeout;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Map;

/** Writes when keys were used last: many rows by one statement, and no index to keep. */
final class LastUses {

    /** Rows are taken in one order, so that two nodes that write of the same keys never go in circles. */
    private static final String WRITE = """
            with used as (
              select k.id, cast(u.value as timestamptz) as at
              from {h-schema}oka_api_key k
              join jsonb_each_text(cast(:uses as jsonb)) u on u.key = k.id
              where k.last_used_at is null or k.last_used_at < cast(u.value as timestamptz)
              order by k.id
              for no key update of k)
            update {h-schema}oka_api_key k set last_used_at = used.at from used where k.id = used.id
            """;

    private LastUses() {}

    static void write(EntityManager em, Map<String, Instant> lastUses) {
        if (!lastUses.isEmpty()) {
            // Whoever holds one of these keys must not keep the timer's one thread waiting.
            LockTimeout.setShort(em);
            em.createNativeQuery(WRITE)
                    .setParameter("uses", Json.writeText(lastUses))
                    .executeUpdate();
        }
    }
}
