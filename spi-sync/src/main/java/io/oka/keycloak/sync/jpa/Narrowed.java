package io.oka.keycloak.sync.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a query is narrowed by; begun with what every query is bound to. */
final class Narrowed {

    private final StringBuilder where;
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    Narrowed(String condition, String name, Object value) {
        where = new StringBuilder(condition);
        parameters.put(name, value);
    }

    /** Null does not narrow. */
    Narrowed by(String condition, String name, @Nullable Object value) {
        if (value != null) {
            where.append(" and ").append(condition);
            parameters.put(name, value);
        }
        return this;
    }

    /**
     * @param before the query up to its conditions
     * @param after the rest of it
     */
    <T> TypedQuery<T> query(EntityManager em, String before, String after, Class<T> type) {
        TypedQuery<T> query = em.createQuery(before + where + after, type);
        parameters.forEach(query::setParameter);
        return query;
    }
}
