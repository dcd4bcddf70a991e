package io.oka.keycloak.apikeys.verify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.oka.keycloak.apikeys.ApiKeySnapshot;
import io.oka.keycloak.apikeys.ApiKeyUse;
import io.oka.keycloak.apikeys.KeyCheck;
import io.oka.keycloak.common.caller.TenantApi;
import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.problem.Problem;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.Urls;

/** {@code /realms/{realm}/api-keys/introspect}: RFC 7662 for keys, as gateways and libraries know it. */
@Tag(name = "API key verification")
public final class IntrospectResource {

    private final KeycloakSession session;
    private final RealmModel realm;

    public IntrospectResource(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "introspectApiKey",
            summary = "Introspect an API key",
            description = "RFC 7662, for services with the client role `verify-api-keys`. A key that cannot be used is"
                    + " not active, and nothing more is said of it. Tokens of keys are introspected at the realm's own"
                    + " introspection endpoint.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_FORM_URLENCODED,
                            schema = @Schema(implementation = IntrospectionRequest.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Introspection.class)))
    @APIResponse(responseCode = "403", description = "service_token_required, insufficient_role")
    public Response introspect() {
        Verifiers.require(session);
        MultivaluedMap<String, String> form = form();
        String token = single(form, "token");
        String address = single(form, "ip_address");
        if (token == null) {
            throw Problem.invalid("token", "is missing").asException();
        }
        Predicate<ApiKeySnapshot> allowedFrom =
                address == null ? ApiKeyUse.ADDRESS_UNKNOWN : key -> key.isAllowedFrom(address);
        ApiKeyUse keys = session.getProvider(ApiKeyUse.class);
        KeyCheck check = keys.check(realm, token, allowedFrom);
        if (check.isValid()) {
            keys.used(check);
        }
        return Answers.ok(describe(check)).build();
    }

    /** The form; whether it is one is asked here, since JAX-RS would tell that to everybody. */
    private MultivaluedMap<String, String> form() {
        HttpRequest request = session.getContext().getHttpRequest();
        MediaType type = request.getHttpHeaders().getMediaType();
        if (type == null || !type.isCompatible(MediaType.APPLICATION_FORM_URLENCODED_TYPE)) {
            throw Problem.of(
                            415,
                            "unsupported_media_type",
                            "This media type is not read here",
                            "Send application/x-www-form-urlencoded")
                    .asException();
        }
        return request.getDecodedFormParameters();
    }

    private static @Nullable String single(MultivaluedMap<String, String> form, String name) {
        List<String> values = form.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw Problem.invalid(name, "must stand once").asException();
        }
        return values.isEmpty() ? null : values.get(0);
    }

    private Introspection describe(KeyCheck check) {
        ApiKeySnapshot key = check.key();
        if (key == null || !check.isValid()) {
            return new Introspection(false, null, null, null, null, null, null, null, null);
        }
        return new Introspection(
                true,
                String.join(" ", key.scopes().stream().sorted().toList()),
                "api_key",
                key.endsAt() == null ? null : key.endsAt().getEpochSecond(),
                key.tenantId(),
                key.audiences().isEmpty() ? List.of(TenantApi.clientId()) : key.audiences(),
                Urls.realmIssuer(session.getContext().getUri().getBaseUri(), realm.getName()),
                key.tenantId(),
                key.id());
    }

    /** The form. Here for the OpenAPI document alone. */
    @Schema(name = "ApiKeyIntrospectionForm")
    record IntrospectionRequest(
            @Schema(description = "What was presented as a key", required = true)
            String token,

            @Schema(description = "Passed over: only keys are introspected here")
            @JsonProperty("token_type_hint")
            @Nullable
            String tokenTypeHint,

            @Schema(
                    description = "From where the key came to the service. Without it a key that may be used only from"
                            + " some addresses is not active")
            @JsonProperty("ip_address")
            @Nullable
            String ipAddress) {}

    /** What is answered, as RFC 7662, section 2.2, spells it. */
    @Schema(name = "ApiKeyIntrospection")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Introspection(
            boolean active,
            @Nullable String scope,

            @Schema(examples = "api_key") @JsonProperty("token_type") @Nullable
            String tokenType,

            @Nullable Long exp,

            @Schema(description = "The tenant's id") @Nullable
            String sub,

            @Nullable List<String> aud,
            @Nullable String iss,
            @JsonProperty("tenant_id") @Nullable String tenantId,
            @JsonProperty("api_key_id") @Nullable String apiKeyId) {}
}
