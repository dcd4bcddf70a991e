package io.oka.keycloak.apikeys.exchange;

import io.oka.keycloak.apikeys.ApiKeySnapshot;
import io.oka.keycloak.apikeys.NamePatterns;
import io.oka.keycloak.common.caller.TenantApi;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token may do and for whom it is meant: what was asked for, which is never more than the key has, or all of that.
 *
 * @param scopes in the order in which they were asked for
 * @param audiences at least one
 */
record Grant(List<String> scopes, List<String> audiences) {

    Grant {
        scopes = List.copyOf(scopes);
        audiences = List.copyOf(audiences);
    }

    /**
     * @param scope names separated by spaces; null or blank for all that the key has
     * @param audiences null or empty for the key's own
     * @throws OAuthRefusal {@code invalid_scope}, {@code invalid_target}
     */
    static Grant of(ApiKeySnapshot key, @Nullable String scope, @Nullable List<String> audiences) {
        return new Grant(scopes(key, scope), audiences(key, audiences));
    }

    private static List<String> scopes(ApiKeySnapshot key, @Nullable String scope) {
        List<String> has = key.scopes().stream().sorted().toList();
        if (scope == null || scope.isBlank()) {
            return has;
        }
        Set<String> asked = new LinkedHashSet<>(Arrays.asList(scope.strip().split(" +")));
        if (!asked.stream().allMatch(name -> NamePatterns.isName(name) && NamePatterns.admit(has, name))) {
            throw OAuthRefusal.badRequest("invalid_scope", "The key does not have this scope");
        }
        return List.copyOf(asked);
    }

    private static List<String> audiences(ApiKeySnapshot key, @Nullable List<String> audiences) {
        List<String> has = key.audiences().isEmpty() ? List.of(TenantApi.clientId()) : key.audiences();
        if (audiences == null || audiences.isEmpty()) {
            return has;
        }
        Set<String> asked = new LinkedHashSet<>(audiences);
        if (!asked.stream().allMatch(name -> NamePatterns.isName(name) && NamePatterns.admit(has, name))) {
            throw OAuthRefusal.badRequest("invalid_target", "The key is not for this audience");
        }
        return List.copyOf(asked);
    }
}
