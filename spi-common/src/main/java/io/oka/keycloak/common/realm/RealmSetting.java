package io.oka.keycloak.common.realm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.problem.Problem;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * One thing that operators decide per realm. Kept as an attribute of the realm ({@code oka.} and the name), so that it
 * is cached, invalidated across the cluster, exported and imported as the realm is.
 *
 * @param name as it stands in {@code /oka/settings}
 * @param type what it is read as
 * @param defaultValue what holds until somebody decides otherwise
 * @param objection what is wrong with a value, or null
 * @param description for the operator
 */
public record RealmSetting<T>(
        String name,
        TypeReference<T> type,
        T defaultValue,
        Function<T, @Nullable String> objection,
        String description) {

    private static final Logger LOG = Logger.getLogger(RealmSetting.class);
    private static final String PREFIX = "oka.";

    /** What holds in this realm. */
    public T in(RealmModel realm) {
        String stored = realm.getAttribute(PREFIX + name);
        if (stored == null) {
            return defaultValue;
        }
        try {
            T value = Json.MAPPER.readValue(stored, type);
            if (value != null && objection.apply(value) == null) {
                return value;
            }
        } catch (JsonProcessingException e) {
            LOG.debugf(e, "Attribute %s%s of realm %s is no JSON", PREFIX, name, realm.getName());
        }
        // Realm attributes can be edited past our checks: an unusable one counts as not set, and is said so.
        LOG.warnf("Attribute %s%s of realm %s is not usable; its default holds", PREFIX, name, realm.getName());
        return defaultValue;
    }

    /**
     * Checks a value and keeps it; null brings the default back.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for a value that is not acceptable
     */
    void set(RealmModel realm, JsonNode json) {
        if (json.isNull()) {
            realm.removeAttribute(PREFIX + name);
            return;
        }
        T value;
        try {
            value = Json.MAPPER.treeToValue(json, Json.MAPPER.constructType(type.getType()));
        } catch (JsonProcessingException e) {
            throw Problem.invalid(name, "is not of the right type").asException();
        }
        String wrong = objection.apply(value);
        if (wrong != null) {
            throw Problem.invalid(name, wrong).asException();
        }
        realm.setAttribute(PREFIX + name, Json.writeText(value));
    }
}
