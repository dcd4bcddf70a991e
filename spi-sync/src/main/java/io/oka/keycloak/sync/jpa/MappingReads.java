package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.sync.Mapping;
import io.oka.keycloak.sync.MappingChange;
import io.oka.keycloak.sync.MappingType;
import io.oka.keycloak.sync.Mappings;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds mappings, always within one realm. */
record MappingReads(EntityManager em, String realmId) {

    /** PostgreSQL takes no more than 65,535 parameters in a statement. */
    private static final int AT_ONCE = 1_000;

    @Nullable
    MappingEntity ofCode(String system, MappingType type, String externalCode) {
        return em.createNamedQuery("okaMappingOfCode", MappingEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("system", system)
                .setParameter("type", type.wireName())
                .setParameter("code", externalCode)
                .getResultStream()
                .findFirst()
                .orElse(null);
    }

    Map<String, String> internalCodes(String system, MappingType type, Collection<String> externalCodes) {
        Map<String, String> found = new LinkedHashMap<>();
        inParts(externalCodes, part -> em.createNamedQuery("okaInternalCodes", Object[].class)
                .setParameter("realmId", realmId)
                .setParameter("system", system)
                .setParameter("type", type.wireName())
                .setParameter("codes", part)
                .getResultList()
                .forEach(row -> found.put((String) row[0], (String) row[1])));
        return found;
    }

    Map<String, Map<String, String>> externalCodes(MappingType type, Collection<String> internalCodes) {
        Map<String, Map<String, String>> found = new LinkedHashMap<>();
        inParts(internalCodes, part -> em.createNamedQuery("okaExternalCodes", Object[].class)
                .setParameter("realmId", realmId)
                .setParameter("type", type.wireName())
                .setParameter("codes", part)
                .getResultList()
                .forEach(row -> found.computeIfAbsent((String) row[0], code -> new LinkedHashMap<>())
                        .put((String) row[1], (String) row[2])));
        return found;
    }

    List<Mapping> search(Mappings.Filter filter, int first, int max) {
        return query(filter, "select m", " order by m.agentSystem, m.type, m.externalCode", MappingEntity.class)
                .setFirstResult(first)
                .setMaxResults(max)
                .getResultList()
                .stream()
                .map(MappingEntity::read)
                .toList();
    }

    long count(Mappings.Filter filter) {
        return query(filter, "select count(m)", "", Long.class).getSingleResult();
    }

    List<MappingChange> history(@Nullable String mappingId, CursorPage page) {
        String text = "select c from MappingChangeEntity c where c.realmId = :realmId"
                + (mappingId == null ? "" : " and c.mappingId = :mappingId")
                + (page.after() == null ? "" : " and c.id < :after")
                + " order by c.id desc";
        TypedQuery<MappingChangeEntity> query =
                em.createQuery(text, MappingChangeEntity.class).setParameter("realmId", realmId);
        if (mappingId != null) {
            query.setParameter("mappingId", mappingId);
        }
        if (page.after() != null) {
            query.setParameter("after", page.after());
        }
        return query.setMaxResults(page.limit() + 1).getResultList().stream()
                .map(MappingChangeEntity::read)
                .toList();
    }

    private <T> TypedQuery<T> query(Mappings.Filter filter, String select, String order, Class<T> type) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder(select).append(" from MappingEntity m where m.realmId = :realmId");
        parameters.put("realmId", realmId);
        narrow(text, parameters, "m.agentSystem = :system", "system", filter.system());
        narrow(text, parameters, "m.type = :type", "type", wireName(filter.type()));
        narrow(text, parameters, "m.externalCode = :externalCode", "externalCode", filter.externalCode());
        narrow(text, parameters, "m.internalCode = :internalCode", "internalCode", filter.internalCode());
        narrow(
                text,
                parameters,
                "(m.externalCode like :pattern escape '!' or m.internalCode like :pattern escape '!')",
                "pattern",
                pattern(filter.search()));
        TypedQuery<T> query = em.createQuery(text.append(order).toString(), type);
        parameters.forEach(query::setParameter);
        return query;
    }

    private static void narrow(
            StringBuilder text, Map<String, Object> parameters, String condition, String name, @Nullable String value) {
        if (value != null) {
            text.append(" and ").append(condition);
            parameters.put(name, value);
        }
    }

    private static @Nullable String wireName(@Nullable MappingType type) {
        return type == null ? null : type.wireName();
    }

    private static @Nullable String pattern(@Nullable String beginning) {
        return beginning == null ? null : beginning.replaceAll("[!%_]", "!$0") + "%";
    }

    private static void inParts(Collection<String> codes, Consumer<List<String>> query) {
        List<String> all = new ArrayList<>(codes);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            query.accept(all.subList(from, Math.min(from + AT_ONCE, all.size())));
        }
    }
}
