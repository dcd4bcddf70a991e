package io.oka.keycloak.sync;

import io.oka.keycloak.common.http.CursorPage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** What operators are, or would be, told of. */
public interface SyncAlerts {

    /**
     * The newest first, and one more than the page holds if there is one.
     *
     * @param firing whether only those that stand, or only those that do not; null for all
     */
    List<SyncAlert> list(RealmModel realm, @Nullable Boolean firing, CursorPage page);

    /**
     * Has a word sent to where alerts go, once this transaction has committed.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException {@code no_alert_url} if they go nowhere
     */
    SyncAlert test(RealmModel realm);
}
