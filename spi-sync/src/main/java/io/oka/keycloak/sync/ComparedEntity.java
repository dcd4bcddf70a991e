package io.oka.keycloak.sync;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is compared with another system, and of what it consists. */
public enum ComparedEntity {
    TENANT(
            JobType.TENANT_UPSERT,
            List.of("name", "displayName", "suspended", "quotaLimit"),
            List.of("displayName", "suspended"),
            Set.of("attributes", "deleted", "ownerUsername", "ownerEmail")),
    SUBSCRIPTION(
            JobType.SUBSCRIPTION_UPSERT,
            List.of("plan", "status", "currentPeriodEnd", "cancelAtPeriodEnd"),
            List.of("plan", "status"),
            Set.of("tier", "graceUntil"));

    private final JobType upsert;
    private final List<String> fields;
    private final List<String> usualFields;
    private final Set<String> others;

    ComparedEntity(JobType upsert, List<String> fields, List<String> usualFields, Set<String> others) {
        this.upsert = upsert;
        this.fields = fields;
        this.usualFields = usualFields;
        this.others = others;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The job by which one is set right here. */
    public JobType upsert() {
        return upsert;
    }

    /** What can be compared. */
    public List<String> fields() {
        return fields;
    }

    /** What is compared unless somebody says otherwise. */
    public List<String> usualFields() {
        return usualFields;
    }

    /** Whether an entry of a snapshot may have this member, be it compared or not. */
    public boolean knows(String member) {
        return fields.contains(member) || others.contains(member);
    }

    /** Null if there is none of this name. */
    public static @Nullable ComparedEntity find(@Nullable String wireName) {
        return Arrays.stream(values())
                .filter(entity -> entity.wireName().equals(wireName))
                .findFirst()
                .orElse(null);
    }

    /**
     * @throws IllegalArgumentException if there is none of this name
     */
    @JsonCreator
    public static ComparedEntity ofWireName(String wireName) {
        ComparedEntity found = find(wireName);
        if (found == null) {
            throw new IllegalArgumentException("There is no such entity");
        }
        return found;
    }
}
