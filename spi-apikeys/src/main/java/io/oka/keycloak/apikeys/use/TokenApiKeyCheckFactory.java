package io.oka.keycloak.apikeys.use;

import io.oka.keycloak.apikeys.ApiKeySnapshot;
import io.oka.keycloak.apikeys.ApiKeyUse;
import io.oka.keycloak.apikeys.NamePatterns;
import io.oka.keycloak.common.caller.ApiKeyCheck;
import io.oka.keycloak.common.caller.ApiKeyCheckFactory;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Tells the door whether the key of a token still holds. */
public final class TokenApiKeyCheckFactory implements ApiKeyCheckFactory {

    @Override
    public ApiKeyCheck create(KeycloakSession session) {
        return new TokenApiKeyCheck(session);
    }

    @Override
    public String getId() {
        return "default";
    }

    private record TokenApiKeyCheck(KeycloakSession session) implements ApiKeyCheck {

        @Override
        public @Nullable Set<String> narrow(RealmModel realm, String keyId, String tenantId, Set<String> scopes) {
            ApiKeySnapshot key = session.getProvider(ApiKeyUse.class).working(realm, keyId, tenantId);
            if (key == null) {
                return null;
            }
            Set<String> left = new LinkedHashSet<>(scopes);
            left.removeIf(scope -> !NamePatterns.admit(key.scopes(), scope));
            return left;
        }

        @Override
        public void close() {}
    }
}
