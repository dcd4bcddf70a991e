package io.oka.keycloak.sync;

import io.oka.keycloak.common.http.CursorPage;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * Which of our codes means what a code of another system means: in each system one of theirs for one of ours.
 *
 * <p>What waits for a code resumes in the transaction that maps it. A customer's code that is moved to another tenant, or
 * to none, keeps the version that its system said last, so that an older message stays older; but nothing of it counts as
 * applied to the tenant that it means from then on. Whoever applies an item therefore holds the entity's row first and
 * asks here then, and takes the version that it knows for a duplicate only if it was applied to the very tenant that the
 * code means now.
 */
public interface Mappings {

    /** What this code means; null if nothing. */
    @Nullable
    Mapping find(RealmModel realm, String system, MappingType type, String externalCode);

    /** What each of these codes of a system means here; those that mean nothing are not there. */
    Map<String, String> internalCodes(
            RealmModel realm, String system, MappingType type, Collection<String> externalCodes);

    /** How a system calls each of these of ours; those that it does not know are not there. */
    Map<String, String> externalCodes(
            RealmModel realm, String system, MappingType type, Collection<String> internalCodes);

    /** How every system calls each of these of ours: ours to systems to theirs. */
    Map<String, Map<String, String>> externalCodes(
            RealmModel realm, MappingType type, Collection<String> internalCodes);

    /**
     * Lets the code mean this, whatever it meant before; nothing happens if it does already.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException {@code internal_code_taken} if the system has another code
     *     for the same of ours, {@code external_code_taken} if somebody mapped the code at this very moment
     */
    Mapping put(RealmModel realm, MappedCode code);

    /** Whether this is one of ours: a living tenant's id, a plan's tier, a service of a plan, in this realm. */
    boolean isKnown(RealmModel realm, MappingType type, String internalCode);

    /** By system, type and external code. */
    List<Mapping> search(RealmModel realm, Filter filter, int first, int max);

    long count(RealmModel realm, Filter filter);

    /**
     * Those that come after this one in the order of {@link #search}, however many come before.
     *
     * @param last null for the first
     */
    List<Mapping> after(RealmModel realm, Filter filter, @Nullable MappedCode last, int max);

    @Nullable
    Mapping get(RealmModel realm, String id);

    /** Like {@link #get}, and holds it until the transaction ends. */
    @Nullable
    Mapping lock(RealmModel realm, String id);

    /**
     * @throws io.oka.keycloak.common.problem.ConflictException {@code external_code_taken}, {@code internal_code_taken}
     */
    Mapping create(RealmModel realm, MappedCode code);

    /**
     * Lets a code mean something else; the mapping is held.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException {@code internal_code_taken}
     */
    Mapping change(RealmModel realm, Mapping mapping, String internalCode);

    /** The code means nothing from then on; the mapping is held. */
    void delete(RealmModel realm, Mapping mapping);

    /**
     * What was done, newest first.
     *
     * @param mappingId of this one only; null for all of the realm
     * @param page one row more than its limit is given
     */
    List<MappingChange> history(RealmModel realm, @Nullable String mappingId, CursorPage page);

    /**
     * What is looked for; null does not narrow.
     *
     * @param search what the external or the internal code begins with
     */
    record Filter(
            @Nullable String system,
            @Nullable MappingType type,
            @Nullable String externalCode,
            @Nullable String internalCode,
            @Nullable String search) {}
}
