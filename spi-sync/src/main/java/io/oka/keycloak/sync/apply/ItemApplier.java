package io.oka.keycloak.sync.apply;

import io.oka.keycloak.sync.ItemOutcome;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What one type of job does with an item. */
public interface ItemApplier {

    /**
     * Applies it in the session's transaction, into which the engine writes that it is done: if the process dies before
     * that commits, nothing has happened and the item is applied again once its lease has ended.
     *
     * <p>Exceptions count as failures that may pass.
     */
    ItemOutcome apply(KeycloakSession session, RealmModel realm, ItemToApply item);

    /**
     * Whether it commits in transactions of its own, exactly once however often it is called. Then the engine writes what
     * came of it in a transaction that comes after.
     */
    default boolean commitsItself() {
        return false;
    }
}
