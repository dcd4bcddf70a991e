package io.oka.keycloak.sync.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.oka.keycloak.entitlements.SubscriptionStatus;
import io.oka.keycloak.sync.ComparedEntity;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the fields of an entry, whatever the agent's way of writing them, into the one canonical way. */
final class RemoteValues {

    /** Before a plan that is mapped to no code of the other system. */
    static final String OWN_TIER = "tier:";

    private static final long LARGEST = 1L << 53;
    private static final int LONGEST = 255;

    private RemoteValues() {}

    /**
     * @param where names the entry in a refusal
     * @throws SnapshotRefusal {@code malformed}
     */
    static Map<String, JsonNode> of(ComparedEntity entity, ObjectNode data, String where) {
        data.fieldNames().forEachRemaining(name -> {
            if (!entity.knows(name)) {
                throw malformed(where, name, "is not known here");
            }
        });
        Map<String, JsonNode> values = new TreeMap<>();
        switch (entity) {
            case TENANT -> {
                put(values, "name", text(data, "name", where));
                put(values, "displayName", text(data, "displayName", where));
                put(values, "suspended", flag(data, "suspended", where));
                put(values, "quotaLimit", number(data, "quotaLimit", where));
                flag(data, "deleted", where);
            }
            case SUBSCRIPTION -> {
                put(values, "plan", plan(data, where));
                put(values, "status", status(data, where));
                put(values, "currentPeriodEnd", time(data, "currentPeriodEnd", where));
                put(values, "cancelAtPeriodEnd", flag(data, "cancelAtPeriodEnd", where));
            }
        }
        return values;
    }

    /** Times count by the second. */
    static TextNode time(Instant time) {
        return TextNode.valueOf(time.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static void put(Map<String, JsonNode> values, String field, @Nullable JsonNode value) {
        if (value != null) {
            values.put(field, value);
        }
    }

    private static @Nullable JsonNode said(ObjectNode data, String field) {
        JsonNode value = data.get(field);
        return value == null || value.isNull() ? null : value;
    }

    private static @Nullable JsonNode text(ObjectNode data, String field, String where) {
        JsonNode value = said(data, field);
        if (value != null && !value.isTextual()) {
            throw malformed(where, field, "must be a text");
        }
        if (value != null && value.textValue().length() > LONGEST) {
            throw malformed(where, field, "must be at most " + LONGEST + " characters");
        }
        return value;
    }

    private static JsonNode flag(ObjectNode data, String field, String where) {
        JsonNode value = said(data, field);
        if (value != null && !value.isBoolean()) {
            throw malformed(where, field, "must be true or false");
        }
        return value == null ? BooleanNode.FALSE : value;
    }

    private static @Nullable JsonNode number(ObjectNode data, String field, String where) {
        JsonNode value = said(data, field);
        boolean whole = value != null && value.isIntegralNumber() && value.canConvertToLong();
        if (value != null && (!whole || value.longValue() < 0 || value.longValue() > LARGEST)) {
            throw malformed(where, field, "must be a whole number from 0 to 2^53");
        }
        return value;
    }

    private static JsonNode plan(ObjectNode data, String where) {
        JsonNode plan = text(data, "plan", where);
        JsonNode tier = text(data, "tier", where);
        if ((plan == null) == (tier == null)) {
            throw malformed(where, "plan", "either it or tier is needed");
        }
        return plan != null ? plan : TextNode.valueOf(OWN_TIER + (tier == null ? "" : tier.textValue()));
    }

    private static JsonNode status(ObjectNode data, String where) {
        JsonNode status = text(data, "status", where);
        if (status != null && SubscriptionStatus.find(status.textValue()) == null) {
            throw malformed(where, "status", "must be active, past_due or cancelled");
        }
        return status == null ? TextNode.valueOf(SubscriptionStatus.ACTIVE.wireName()) : status;
    }

    private static @Nullable JsonNode time(ObjectNode data, String field, String where) {
        JsonNode value = text(data, field, where);
        if (value == null) {
            return null;
        }
        try {
            return time(OffsetDateTime.parse(value.textValue()).toInstant());
        } catch (DateTimeException e) {
            throw malformed(where, field, "must be a time in RFC 3339");
        }
    }

    private static SnapshotRefusal malformed(String where, String field, String message) {
        return SnapshotRefusal.malformed(where + ".data." + field, message);
    }
}
