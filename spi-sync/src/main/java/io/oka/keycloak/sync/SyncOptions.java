package io.oka.keycloak.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** What operators decide about sync in their realm. Workers read it by themselves every few seconds. */
public interface SyncOptions {

    /** What holds now: what the operators of the realm have decided, and for the rest what is usual. */
    default SyncSettings in(RealmModel realm) {
        return get(realm).settings();
    }

    Stored get(RealmModel realm);

    /** Like {@link #get}; nobody else changes it until the transaction ends. */
    Stored lock(RealmModel realm);

    /**
     * Changes what is held by {@link #lock}, and publishes that it was changed.
     *
     * @param patch in the manner of RFC 7396, with the members of {@link SyncSettings}: absent members stay, null brings
     *     back what is usual
     * @throws io.oka.keycloak.common.problem.ProblemException 400 naming each member that is not acceptable; nothing is
     *     changed then
     */
    Stored change(RealmModel realm, Stored held, ObjectNode patch);

    /**
     * The same, and says where alerts go.
     *
     * @param alertUrl null for nowhere
     */
    Stored change(RealmModel realm, Stored held, ObjectNode patch, @Nullable String alertUrl);

    /**
     * Settings as they are stored.
     *
     * @param own what the operators have decided, in JSON; no more than that
     * @param alertOrigin where alerts go, without the part of the address that is secret; null for nowhere
     * @param version rises with each change; 0 for settings that nobody has changed
     */
    record Stored(
            SyncSettings settings, ObjectNode own, @Nullable String alertOrigin, long version) {}
}
