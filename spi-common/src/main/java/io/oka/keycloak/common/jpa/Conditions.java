package io.oka.keycloak.common.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a query is narrowed by; begun with what every query is bound to. */
public final class Conditions {

    private final StringBuilder where;
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    public Conditions(String condition, String name, Object value) {
        where = new StringBuilder(condition);
        parameters.put(name, value);
    }

    public Conditions and(String condition) {
        where.append(" and ").append(condition);
        return this;
    }

    /** Null does not narrow. */
    public Conditions and(String condition, String name, @Nullable Object value) {
        if (value != null) {
            and(condition);
            parameters.put(name, value);
        }
        return this;
    }

    /**
     * @param before the query up to its conditions
     * @param after the rest of it
     */
    public <T> TypedQuery<T> query(EntityManager em, String before, String after, Class<T> type) {
        TypedQuery<T> query = em.createQuery(before + where + after, type);
        parameters.forEach(query::setParameter);
        return query;
    }

    /** Likewise in the database's own language. */
    public Query nativeQuery(EntityManager em, String before, String after, Class<?> type) {
        Query query = em.createNativeQuery(before + where + after, type);
        parameters.forEach(query::setParameter);
        return query;
    }

    /** For a statement of which these are only a part. */
    public String text() {
        return where.toString();
    }

    /** What {@link #text} names. */
    public Map<String, Object> parameters() {
        return new LinkedHashMap<>(parameters);
    }
}
