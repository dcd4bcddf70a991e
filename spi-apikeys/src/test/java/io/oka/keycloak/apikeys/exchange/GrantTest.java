package io.oka.keycloak.apikeys.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oka.keycloak.apikeys.ApiKeyEnvironment;
import io.oka.keycloak.apikeys.ApiKeySnapshot;
import io.oka.keycloak.apikeys.NamePatterns;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GrantTest {

    private static final ApiKeySnapshot KEY =
            key(Set.of("documents:read", "search:*"), List.of("documents-api", "search-api"));

    @Test
    void allThatTheKeyHasUnlessSaid() {
        Grant grant = Grant.of(KEY, null, null);

        assertThat(grant.scopes()).containsExactly("documents:read", "search:*");
        assertThat(grant.audiences()).containsExactly("documents-api", "search-api");
    }

    @Test
    void blankScopeAndNoAudienceAskForNothingInParticular() {
        assertThat(Grant.of(KEY, " ", List.of())).isEqualTo(Grant.of(KEY, null, null));
    }

    @Test
    void keyWithoutAudiencesIsForOurEndpoints() {
        ApiKeySnapshot key = key(Set.of("documents:read"), List.of());

        assertThat(Grant.of(key, null, null).audiences()).containsExactly("tenant-api");
        assertThat(Grant.of(key, null, List.of("tenant-api")).audiences()).containsExactly("tenant-api");
        assertThatThrownBy(() -> Grant.of(key, null, List.of("documents-api"))).hasMessage("invalid_target");
    }

    @Test
    void lessIsGivenInTheOrderOfTheQuestion() {
        Grant grant = Grant.of(KEY, "search:query  documents:read search:query", List.of("search-api"));

        assertThat(grant.scopes()).containsExactly("search:query", "documents:read");
        assertThat(grant.audiences()).containsExactly("search-api");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "documents:write",
                "documents:*",
                "documents:read documents:write",
                "*",
                "DOCUMENTS:READ",
                "documents:read\tsearch:query",
                "search:\"",
                "søk:alt"
            })
    void moreScopeIsRefused(String scope) {
        assertThatThrownBy(() -> Grant.of(KEY, scope, null)).hasMessage("invalid_scope");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant-api", "account", "documents-api2", "", "documents-api search-api", "*"})
    void anotherAudienceIsRefused(String audience) {
        assertThatThrownBy(() -> Grant.of(KEY, null, List.of(audience))).hasMessage("invalid_target");
        assertThatThrownBy(() -> Grant.of(KEY, null, List.of("documents-api", audience)))
                .hasMessage("invalid_target");
    }

    @Test
    void nothingIsEverGivenThatTheKeyHasNot() {
        Random random = new Random(17);
        List<String> pieces = List.of("a", "b", "*", ":", "a:b", " ");
        for (int i = 0; i < 20_000; i++) {
            StringBuilder asked = new StringBuilder();
            for (int j = random.nextInt(6); j >= 0; j--) {
                asked.append(pieces.get(random.nextInt(pieces.size())));
            }
            ApiKeySnapshot key = key(Set.of("a:b", "b*"), List.of());

            List<String> given = given(key, asked.toString());

            assertThat(given).as("for '%s'", asked).allMatch(name -> NamePatterns.admit(List.of("a:b", "b*"), name));
        }
    }

    private static List<String> given(ApiKeySnapshot key, String asked) {
        try {
            return Grant.of(key, asked, null).scopes();
        } catch (OAuthRefusal refusal) {
            return List.of();
        }
    }

    private static ApiKeySnapshot key(Set<String> scopes, @Nullable List<String> audiences) {
        return new ApiKeySnapshot(
                "key",
                "realm",
                "tenant",
                "key",
                "Test",
                ApiKeyEnvironment.TEST,
                scopes,
                audiences == null ? List.of() : audiences,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                1);
    }
}
