package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.jpa.Conditions;
import io.oka.keycloak.sync.MappedCode;
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

    private static final String FROM = " from MappingEntity m where ";
    private static final String ORDER = " order by m.agentSystem, m.type, m.externalCode";

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

    List<Mapping> after(Mappings.Filter filter, @Nullable MappedCode last, int max) {
        if (last == null) {
            return search(filter, 0, max);
        }
        String after = " and (m.agentSystem, m.type, m.externalCode) > (:afterSystem, :afterType, :afterCode)";
        return read(conditions(filter)
                .query(em, "select m" + FROM, after + ORDER, MappingEntity.class)
                .setParameter("afterSystem", last.system())
                .setParameter("afterType", last.type().wireName())
                .setParameter("afterCode", last.externalCode())
                .setMaxResults(max));
    }

    List<Mapping> search(Mappings.Filter filter, int first, int max) {
        return read(conditions(filter)
                .query(em, "select m" + FROM, ORDER, MappingEntity.class)
                .setFirstResult(first)
                .setMaxResults(max));
    }

    long count(Mappings.Filter filter) {
        return conditions(filter)
                .query(em, "select count(m)" + FROM, "", Long.class)
                .getSingleResult();
    }

    List<MappingChange> history(@Nullable String mappingId, CursorPage page) {
        return new Conditions("c.realmId = :realmId", "realmId", realmId)
                .and("c.mappingId = :mappingId", "mappingId", mappingId)
                .and("c.id < :after", "after", page.after())
                .query(
                        em,
                        "select c from MappingChangeEntity c where ",
                        " order by c.id desc",
                        MappingChangeEntity.class)
                .setMaxResults(page.limit() + 1)
                .getResultStream()
                .map(MappingChangeEntity::read)
                .toList();
    }

    private Conditions conditions(Mappings.Filter filter) {
        return new Conditions("m.realmId = :realmId", "realmId", realmId)
                .and("m.agentSystem = :system", "system", filter.system())
                .and("m.type = :type", "type", wireName(filter.type()))
                .and("m.externalCode = :externalCode", "externalCode", filter.externalCode())
                .and("m.internalCode = :internalCode", "internalCode", filter.internalCode())
                .and(
                        "(m.externalCode like :pattern escape '!' or m.internalCode like :pattern escape '!')",
                        "pattern",
                        pattern(filter.search()));
    }

    private static List<Mapping> read(TypedQuery<MappingEntity> query) {
        return query.getResultStream().map(MappingEntity::read).toList();
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
