package io.oka.keycloak.common.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.oka.keycloak.common.problem.Problem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OkaPathsTest {

    @BeforeAll
    static void claim() {
        OkaPaths.claimRealmRoot("ours", ErrorShape.PROBLEM);
        OkaPaths.claimAdminRoot("ours-for-operators");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/realms/demo/ours",
                "realms/demo/ours",
                "/realms/demo/ours/",
                "/realms/demo/ours/a/b/c",
                "/realms/demo/ours/a\nb",
                "/realms/admin/ours",
                "/realms/a b/ours",
                "/admin/realms/demo/ours-for-operators",
                "/admin/realms/demo/ours-for-operators/x"
            })
    void ourPathsAreOurs(String path) {
        assertThat(OkaPaths.isOurs(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/realms/demo",
                "/realms/demo/",
                "/realms/demo/protocol/openid-connect/token",
                "/realms/demo/protocol/ours",
                "/realms/demo/oursX",
                "/realms/demo/ours-for-operators",
                "/admin/realms/demo/ours",
                "/admin/realms/demo/users",
                "/admin/realms/demo/users/ours-for-operators",
                "/xadmin/realms/demo/ours-for-operators",
                "/other/realms/demo/ours",
                "/realms//ours",
                "/realms/demo/OURS"
            })
    void keycloaksPathsAreNot(String path) {
        assertThat(OkaPaths.isOurs(path)).isFalse();
    }

    @Test
    void rootRefusesInItsShape() {
        ErrorShape shape = new ErrorShape() {
            @Override
            public String mediaType() {
                return "text/plain";
            }

            @Override
            public byte[] body(Problem problem, String path, String requestId) {
                return new byte[0];
            }
        };
        OkaPaths.claimRealmRoot("standard", shape);

        assertThat(OkaPaths.errors("/realms/demo/standard/x")).isSameAs(shape);
        assertThat(OkaPaths.errors("/realms/demo/ours")).isSameAs(ErrorShape.PROBLEM);
        assertThat(OkaPaths.errors("/admin/realms/demo/ours-for-operators")).isSameAs(ErrorShape.PROBLEM);
        assertThat(OkaPaths.errors("/admin/realms/demo/standard")).isNull();
    }
}
