package io.oka.keycloak.apikeys.exchange;

import io.oka.keycloak.apikeys.ApiKeySnapshot;
import io.oka.keycloak.apikeys.ApiKeyUse;
import io.oka.keycloak.apikeys.KeyCheck;
import io.oka.keycloak.apikeys.KeyVerdict;
import io.oka.keycloak.apikeys.guess.GuessLimits;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.dpop.DPoP;

/** One exchange of a key for a token, the same on both endpoints. It writes nothing, and reads nothing that is cached. */
final class Exchange {

    private final KeycloakSession session;
    private final ClientModel client;
    private final EventBuilder event;
    private final ApiKeyUse keys;

    /** What was asked for beside the token. */
    record Wish(@Nullable String scope, @Nullable List<String> audiences) {}

    /**
     * @param client for which the token is issued
     * @param event of the request, in which why a key is refused is told
     */
    Exchange(KeycloakSession session, ClientModel client, EventBuilder event) {
        this.session = session;
        this.client = client;
        this.event = event;
        this.keys = session.getProvider(ApiKeyUse.class);
    }

    /**
     * @param invalidKey the endpoint's one answer to every key that cannot be used
     * @param proof of possession, asked for only once the key is found good; gives null for a bearer token
     * @throws OAuthRefusal for all that ends otherwise
     */
    IssuedToken run(
            @Nullable String presented, Wish wish, Supplier<OAuthRefusal> invalidKey, Supplier<@Nullable DPoP> proof) {
        RealmModel realm = session.getContext().getRealm();
        String address = session.getContext().getConnection().getRemoteAddr();
        GuessLimits guesses = session.getProvider(GuessLimits.class);
        int wait = guesses.secondsToWait(realm.getId(), client.getClientId(), address);
        if (wait > 0) {
            throw OAuthRefusal.tooManyGuesses(wait);
        }
        KeyCheck check = keys.check(realm, presented, key -> key.isAllowedFrom(address));
        if (!check.isValid()) {
            guesses.refused(realm.getId(), client.getClientId(), address, check, event);
            throw invalidKey.get();
        }
        ApiKeySnapshot key = Objects.requireNonNull(check.key());
        Grant grant = Grant.of(key, wish.scope(), wish.audiences());
        IssuedToken token = new ApiKeyTokens(session, keys.tokenLifespan()).issue(key, client, grant, proof.get());
        if (token == null) {
            KeyCheck ended = new KeyCheck(KeyVerdict.EXPIRED, key, check.secret());
            guesses.refused(realm.getId(), client.getClientId(), address, ended, event);
            throw invalidKey.get();
        }
        keys.used(check);
        event.detail("api_key_id", key.id()).detail("tenant_id", key.tenantId());
        return token;
    }
}
