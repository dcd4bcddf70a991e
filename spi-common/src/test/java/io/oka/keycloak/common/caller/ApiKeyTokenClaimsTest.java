package io.oka.keycloak.common.caller;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.keycloak.representations.AccessToken;

final class ApiKeyTokenClaimsTest {

    @Test
    void tokenOfAKeyIsKnown() {
        AccessToken token = tokenOfKey();

        assertThat(ApiKeyTokenClaims.isOfKey(token)).isTrue();
        assertThat(ApiKeyTokenClaims.keyId(token)).isEqualTo("key");
    }

    @Test
    void tokenOfASessionIsAPersons() {
        AccessToken token = tokenOfKey();
        token.setSessionId("session");

        assertThat(ApiKeyTokenClaims.isOfKey(token)).isFalse();
    }

    @Test
    void tokenWhoseSubjectIsNotTheTenantIsSomebodys() {
        AccessToken token = tokenOfKey();
        token.subject("somebody");

        assertThat(ApiKeyTokenClaims.isOfKey(token)).isFalse();
        assertThat(ApiKeyTokenClaims.isOfKey(new AccessToken())).isFalse();
    }

    @Test
    void tokenThatNamesNoKeyIsNone() {
        AccessToken without = tokenOfKey();
        without.getOtherClaims().remove(ApiKeyTokenClaims.API_KEY_ID);
        AccessToken withAList = tokenOfKey();
        withAList.setOtherClaims(ApiKeyTokenClaims.API_KEY_ID, java.util.List.of("key"));

        assertThat(ApiKeyTokenClaims.isOfKey(without)).isFalse();
        assertThat(ApiKeyTokenClaims.isOfKey(withAList)).isFalse();
    }

    @Test
    void scopesAreSplit() {
        AccessToken token = tokenOfKey();
        assertThat(ApiKeyTokenClaims.scopes(token)).isEmpty();

        token.setScope("b  a b");

        assertThat(ApiKeyTokenClaims.scopes(token)).containsExactly("b", "a");
    }

    private static AccessToken tokenOfKey() {
        AccessToken token = new AccessToken();
        token.subject("tenant");
        token.setOtherClaims(ApiKeyTokenClaims.TENANT_ID, "tenant");
        token.setOtherClaims(ApiKeyTokenClaims.API_KEY_ID, "key");
        return token;
    }
}
