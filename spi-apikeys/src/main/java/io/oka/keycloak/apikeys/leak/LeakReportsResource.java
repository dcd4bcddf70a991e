package io.oka.keycloak.apikeys.leak;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.apikeys.ApiKeyProvider;
import io.oka.keycloak.apikeys.ApiKeySecret;
import io.oka.keycloak.apikeys.ApiKeySnapshot;
import io.oka.keycloak.apikeys.FoundApiKey;
import io.oka.keycloak.apikeys.RevocationReason;
import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * {@code /realms/{realm}/api-keys/leak-reports}: what secret scanners find. The signature over the body is the credential;
 * it is checked before a byte of the body is understood.
 */
@Tag(name = "API key leaks", description = "Keys that were found where they should not be")
public final class LeakReportsResource {

    private static final String KEY_IDENTIFIER = "Github-Public-Key-Identifier";
    private static final String SIGNATURE = "Github-Public-Key-Signature";
    private static final int MOST_REPORTS = 1_000;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final ApiKeyProvider keys;

    public LeakReportsResource(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.keys = session.getProvider(ApiKeyProvider.class);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @SecurityRequirements
    @Operation(
            operationId = "reportLeakedApiKeys",
            summary = "Report API keys that have leaked",
            description =
                    "As GitHub's secret scanning sends it: an array, signed with ECDSA P-256 over the bytes of the"
                            + " body, under a public key that the operator has registered (setting `leakReportKeys`). Keys"
                            + " among what is reported are revoked at once, and their tenants told; the answer is the same"
                            + " whether there were any.")
    @Parameter(
            name = KEY_IDENTIFIER,
            in = ParameterIn.HEADER,
            description = "Under which key the report is signed",
            required = true,
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = SIGNATURE,
            in = ParameterIn.HEADER,
            description = "The signature, DER in Base64",
            required = true,
            schema = @Schema(type = SchemaType.STRING))
    @RequestBody(content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = LeakReport.class)))
    @APIResponse(
            responseCode = "200",
            description = "An empty array, always",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = LeakReport.class)))
    @APIResponse(responseCode = "401", description = "invalid_signature")
    public Response report(@Context HttpHeaders headers, InputStream in) {
        byte[] body = JsonBody.readBytes(in);
        requireSignature(headers, body);
        // All in this request's transaction: what is answered has been revoked, all of it.
        found(body).forEach(key -> {
            TenantModel tenant = session.getProvider(TenantProvider.class).getTenantOrDeleted(realm, key.tenantId());
            if (tenant != null) {
                keys.revoke(tenant, key.id(), RevocationReason.LEAKED);
            }
        });
        return Answers.ok(List.of()).build();
    }

    private void requireSignature(HttpHeaders headers, byte[] body) {
        String identifier = headers.getHeaderString(KEY_IDENTIFIER);
        String signature = headers.getHeaderString(SIGNATURE);
        boolean known = identifier != null
                && signature != null
                && LeakReportSettings.LEAK_REPORT_KEYS.in(realm).stream()
                        .filter(key -> identifier.equals(key.keyIdentifier()))
                        .anyMatch(key -> key.signed(body, signature));
        if (!known) {
            throw Problem.of(
                            401,
                            "invalid_signature",
                            "The report is not signed by anybody who is believed here",
                            "The operator registers public keys in the setting leakReportKeys")
                    .withHeader("WWW-Authenticate", "Signature realm=\"" + realm.getName() + "\"")
                    .asException();
        }
    }

    /** The keys that are reported, in one order for all reports, in which they are then held. */
    private List<ApiKeySnapshot> found(byte[] body) {
        JsonNode reports = JsonBody.of(body).tree();
        if (!reports.isArray() || reports.size() > MOST_REPORTS) {
            throw Problem.invalid("$", "must be an array of at most " + MOST_REPORTS)
                    .asException();
        }
        List<ApiKeySnapshot> found = new ArrayList<>();
        for (JsonNode report : reports) {
            ApiKeySnapshot key = find(report.path("token").textValue());
            if (key != null) {
                found.add(key);
            }
        }
        found.sort(Comparator.comparing(ApiKeySnapshot::tenantId).thenComparing(ApiKeySnapshot::id));
        return found;
    }

    private @Nullable ApiKeySnapshot find(@Nullable String token) {
        ApiKeySecret secret = keys.parse(token);
        FoundApiKey found = secret == null ? null : keys.findBySecret(realm, secret);
        return found == null ? null : Objects.requireNonNull(found).key();
    }
}
