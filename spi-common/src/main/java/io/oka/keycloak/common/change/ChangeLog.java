package io.oka.keycloak.common.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.http.Json;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Reads the change log back, newest first. */
public final class ChangeLog {

    private final EntityManager em;
    private final RealmModel realm;

    public ChangeLog(KeycloakSession session, RealmModel realm) {
        this.em = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realm = realm;
    }

    /**
     * Which changes are asked for; null does not narrow.
     *
     * @param type a type, or a prefix of types that ends in {@code *}
     * @param from from this time on
     * @param to before this time
     */
    public record Filter(
            @Nullable String type,
            @Nullable String actorId,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /** A change as it was written. */
    @Schema(name = "AuditEntry")
    public record Entry(
            String id,
            String type,
            Instant at,
            Actor actor,
            @Nullable String correlationId,

            @Schema(type = SchemaType.OBJECT, description = "What changed; its members depend on the type")
            JsonNode data) {}

    /** The tenant's changes: at most one more than the page holds. */
    public List<Entry> ofTenant(String tenantId, Filter filter, CursorPage page) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        StringBuilder where = new StringBuilder("c.realmId = :realmId and c.tenantId = :tenantId");
        parameters.put("realmId", realm.getId());
        parameters.put("tenantId", tenantId);
        if (filter.type() != null && filter.type().endsWith("*")) {
            String prefix = filter.type().substring(0, filter.type().length() - 1);
            narrow(where, parameters, "substring(c.type, 1, " + prefix.length() + ") = :type", "type", prefix);
        } else {
            narrow(where, parameters, "c.type = :type", "type", filter.type());
        }
        narrow(where, parameters, "c.actorId = :actorId", "actorId", filter.actorId());
        narrow(where, parameters, "c.createdAt >= :from", "from", filter.from());
        narrow(where, parameters, "c.createdAt < :to", "to", filter.to());
        narrow(where, parameters, "c.id < :after", "after", page.after());
        TypedQuery<ChangeEntity> query = em.createQuery(
                "select c from ChangeEntity c where " + where + " order by c.id desc", ChangeEntity.class);
        parameters.forEach(query::setParameter);
        return query.setMaxResults(page.limit() + 1).getResultList().stream()
                .map(ChangeLog::entry)
                .toList();
    }

    private static void narrow(
            StringBuilder where,
            Map<String, Object> parameters,
            String condition,
            String name,
            @Nullable Object value) {
        if (value != null) {
            where.append(" and ").append(condition);
            parameters.put(name, value);
        }
    }

    private static Entry entry(ChangeEntity row) {
        try {
            return new Entry(
                    row.id,
                    row.type,
                    row.createdAt,
                    new Actor(Actor.Type.ofWireName(row.actorType), row.actorId, row.clientId, row.ipAddress),
                    row.correlationId,
                    Json.MAPPER.readTree(row.data));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Change " + row.id + " is damaged", e);
        }
    }
}
