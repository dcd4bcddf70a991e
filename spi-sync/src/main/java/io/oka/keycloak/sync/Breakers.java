package io.oka.keycloak.sync;

import io.oka.keycloak.common.http.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * Whether items of a system are applied at all at the moment. What happens to items moves a breaker through
 * {@link io.oka.keycloak.sync.operations.BreakerRows}.
 */
public interface Breakers {

    /** Of each system for which an agent has ever enrolled, or a breaker has ever moved; in the order of their names. */
    List<SystemBreaker> list(RealmModel realm, Page page);

    long count(RealmModel realm);

    /** Null if there is no such system. */
    @Nullable
    SystemBreaker get(RealmModel realm, String agentSystem);

    /**
     * Holds it open or closed, whatever happens, or lets it go: then it is closed and begins anew. Publishes that.
     *
     * @param to {@code OPEN}, {@code CLOSED}, or null to let it go
     * @return null if there is no such system
     */
    @Nullable
    SystemBreaker force(RealmModel realm, String agentSystem, @Nullable BreakerState to);
}
