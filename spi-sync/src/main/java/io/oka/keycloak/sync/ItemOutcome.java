package io.oka.keycloak.sync;

import org.jspecify.annotations.Nullable;

/** What came of an item. */
public sealed interface ItemOutcome {

    /**
     * It was applied, in the session's transaction.
     *
     * @param result in a word: {@code created}, {@code updated}, {@code unchanged}, {@code cancelled}, {@code recorded} …
     */
    record Applied(String result, @Nullable String tenantId) implements ItemOutcome {}

    /**
     * There was nothing to do.
     *
     * @param reason {@code older_version}, {@code duplicate}
     */
    record Skipped(String reason, String detail, @Nullable String tenantId) implements ItemOutcome {}

    /** A code is mapped to nothing: the item waits for that. */
    record Parked(String mappingType, String externalCode) implements ItemOutcome {}

    /**
     * It will never do: a dead letter. What the session did for it is rolled back.
     *
     * @param errorClass stable, in snake case: {@code malformed}, {@code not_allowed}, {@code tenant_deleted}, {@code
     *     name_taken} …
     * @param detail for people; never a secret
     */
    record Refused(String errorClass, String detail) implements ItemOutcome {}

    /** It may do later. What the session did for it is rolled back. */
    record Failed(String errorClass, String detail) implements ItemOutcome {}
}
