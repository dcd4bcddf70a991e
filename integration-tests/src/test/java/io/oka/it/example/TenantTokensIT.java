package io.oka.it.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.proc.BadJOSEException;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The README's resource server against the real thing. */
@OkaServer
class TenantTokensIT {

    private static TestRealm realm;
    private static String tenantId;

    @BeforeAll
    static void aPersonWithATenant(Oka oka) {
        realm = oka.realm().users("alice", "erin").create();
        tenantId = oka.http()
                .post(realm.path("/tenants"))
                .bearer(realm.token("alice"))
                .json(Map.of("name", "acme"))
                .send()
                .expect(201)
                .id();
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @Test
    void tokenOfAMemberIsTrusted() throws Exception {
        TenantTokens tokens = new TenantTokens(realm.issuer(), "tenant-api");

        TenantTokens.Caller caller = tokens.verify(realm.token("alice"));

        assertThat(caller).isEqualTo(new TenantTokens.Caller(realm.userId("alice"), tenantId, "owner"));
    }

    @Test
    void whatIsNotMeantForTheServiceIsRefused(Oka oka) throws Exception {
        TenantTokens tokens = new TenantTokens(realm.issuer(), "tenant-api");
        String good = realm.token("alice");
        String forged = good.substring(0, good.lastIndexOf('.') + 1) + "AAAA";
        TenantTokens forAnotherAudience = new TenantTokens(realm.issuer(), "somebody-else");

        assertThatThrownBy(() -> tokens.verify(forged)).isInstanceOf(BadJOSEException.class);
        assertThatThrownBy(() -> tokens.verify(realm.token("erin")))
                .as("a person of no tenant")
                .isInstanceOf(BadJOSEException.class)
                .hasMessageContaining("tenant_id");
        assertThatThrownBy(() -> forAnotherAudience.verify(good)).isInstanceOf(BadJOSEException.class);
        assertThatThrownBy(() -> tokens.verify(oka.admin().token())).isInstanceOf(BadJOSEException.class);
    }

    @Test
    void anExpiredTokenIsRefused(Oka oka) throws Exception {
        TenantTokens tokens = new TenantTokens(realm.issuer(), "tenant-api");

        // The server's clock goes back, so that what it issues now has expired long ago.
        oka.moveClock(Duration.ofHours(-2));
        String old = realm.token("alice");

        assertThatThrownBy(() -> tokens.verify(old))
                .isInstanceOf(BadJOSEException.class)
                .hasMessageContaining("Expired");
    }

    @Test
    void theReadmeShowsThisVeryCode() throws Exception {
        String readme = Files.readString(Path.of("../README.md"));
        String code = Files.readString(Path.of("src/test/java/io/oka/it/example/TenantTokens.java"));

        assertThat(readme).contains(code.substring(code.indexOf("import")).strip());
    }
}
