package io.oka.keycloak.common.caller;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;

/** Who makes a request, known by an access token of the realm. */
public sealed interface Caller {

    /** The client whose token it is. */
    ClientModel client();

    AccessToken token();

    /** What tells this caller from every other one in the realm. */
    String key();

    /**
     * A person.
     *
     * @param session the login's session; null where the token has none of its own
     */
    record Member(
            UserModel user,
            ClientModel client,
            AccessToken token,
            @Nullable UserSessionModel session) implements Caller {

        @Override
        public String key() {
            return "user:" + user.getId();
        }
    }

    /**
     * A service account.
     *
     * @param user the service account's user
     * @param roles the roles of client {@code tenant-api} that both the token and the account hold
     */
    record Service(UserModel user, ClientModel client, AccessToken token, Set<String> roles) implements Caller {

        @Override
        public String key() {
            return "service:" + client.getId();
        }

        public boolean hasRole(String role) {
            return roles.contains(role);
        }
    }

    /**
     * An API key, by a token that it was exchanged for. It acts for its tenant and for nobody in it, and reaches only what
     * asks for this kind of caller by name: a key that could manage anything could make keys.
     *
     * <p>Its tenant may be suspended: then it may do nothing, which whoever lets keys in has to say.
     *
     * @param scopes what the token holds of what the key still has
     */
    record ApiKey(String keyId, String tenantId, Set<String> scopes, ClientModel client, AccessToken token)
            implements Caller {

        @Override
        public String key() {
            return "api-key:" + keyId;
        }

        /** Whether it has this scope, by its name or by a pattern such as {@code documents:*}. */
        public boolean hasScope(String scope) {
            return ScopePatterns.cover(scopes, scope);
        }
    }
}
