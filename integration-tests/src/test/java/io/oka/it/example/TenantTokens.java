package io.oka.it.example;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.util.Set;

/** Trusts access tokens of one realm, by its published keys alone. Make one at start-up and share it. */
public final class TenantTokens {

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /**
     * @param issuer such as {@code https://login.example.com/realms/demo}
     * @param audience what the token must be meant for, such as {@code tenant-api}
     */
    public TenantTokens(String issuer, String audience) throws MalformedURLException {
        var keys = JWKSourceBuilder.create(
                        URI.create(issuer + "/protocol/openid-connect/certs").toURL())
                .retrying(true)
                .build();
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256), keys));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                audience,
                new JWTClaimsSet.Builder().issuer(issuer).claim("typ", "Bearer").build(),
                Set.of("sub", "exp", "tenant_id", "tenant_role")));
    }

    /** Who calls, and for which tenant. */
    public record Caller(String userId, String tenantId, String tenantRole) {}

    /**
     * @throws BadJOSEException if the token is forged, expired, another realm's, not for us or of no tenant
     */
    public Caller verify(String accessToken) throws BadJOSEException, JOSEException, ParseException {
        JWTClaimsSet claims = processor.process(accessToken, null);
        return new Caller(
                claims.getSubject(), claims.getStringClaim("tenant_id"), claims.getStringClaim("tenant_role"));
    }
}
