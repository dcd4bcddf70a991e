package io.oka.keycloak.apikeys.verify;

import io.oka.keycloak.apikeys.ApiKeyGate;
import io.oka.keycloak.apikeys.ApiKeySnapshot;
import io.oka.keycloak.apikeys.ApiKeyUse;
import io.oka.keycloak.apikeys.KeyCheck;
import io.oka.keycloak.apikeys.NamePatterns;
import io.oka.keycloak.common.address.AddressRange;
import io.oka.keycloak.common.caller.Caller;
import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.common.idempotency.IdempotencyKeys;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** {@code /realms/{realm}/api-keys/verify}: may this key do that? */
@Tag(name = "API key verification", description = "What services ask about keys that were presented to them")
public final class VerifyResource {

    private static final List<AddressRange> EVERYWHERE = Stream.of("0.0.0.0/0", "::/0")
            .map(AddressRange::parse)
            .filter(Objects::nonNull)
            .toList();

    private final KeycloakSession session;
    private final RealmModel realm;

    public VerifyResource(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "verifyApiKey",
            summary = "Verify an API key",
            description = "For services with the client role `verify-api-keys`. What is wrong with a key is told by"
                    + " `code`; the answer is 200 all the same. With `quantity` so many units are consumed, all or"
                    + " nothing, if nothing else is wrong; a repetition under the same Idempotency-Key is not counted"
                    + " again.")
    @Parameter(
            name = IdempotencyKeys.HEADER,
            in = ParameterIn.HEADER,
            description = "Tells a repetition from another use; for 35 days",
            schema = @Schema(type = SchemaType.STRING, pattern = "^[\\x21-\\x7e]{1,255}$"))
    @RequestBody(content = @Content(schema = @Schema(implementation = VerificationRequest.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = VerificationRepresentation.class)))
    @APIResponse(responseCode = "403", description = "service_token_required, insufficient_role")
    @APIResponse(responseCode = "422", description = "idempotency_key_reused")
    public Response verify(InputStream body) {
        Caller.Service caller = Verifiers.require(session);
        VerificationRequest request = JsonBody.read(body).as(VerificationRequest.class);
        validate(request);
        String address = request.ipAddress();
        Predicate<ApiKeySnapshot> allowedFrom =
                address == null ? ApiKeyUse.ADDRESS_UNKNOWN : key -> key.isAllowedFrom(address);
        KeyCheck check = session.getProvider(ApiKeyUse.class).check(realm, request.apiKey(), allowedFrom);
        String idempotencyKey = IdempotencyKeys.id(session, realm, caller.key());
        return Answers.ok(verdict(request, check, idempotencyKey)).build();
    }

    private VerificationRepresentation verdict(
            VerificationRequest request, KeyCheck check, @Nullable String idempotencyKey) {
        ApiKeySnapshot key = check.key();
        if (key == null) {
            return VerificationRepresentation.notFound();
        }
        return switch (check.verdict()) {
            case MALFORMED, UNKNOWN, TENANT_DELETED -> VerificationRepresentation.notFound();
            case REVOKED -> VerificationRepresentation.of("revoked", key, null);
            case EXPIRED -> VerificationRepresentation.of("expired", key, null);
            case ADDRESS_DENIED -> VerificationRepresentation.of("ip_denied", key, null);
            case TENANT_SUSPENDED ->
                VerificationRepresentation.of(
                        hasScopes(key, request.scope()) ? "tenant_suspended" : "insufficient_scope", key, null);
            case VALID ->
                hasScopes(key, request.scope())
                        ? spent(request, check, key, idempotencyKey)
                        : VerificationRepresentation.of("insufficient_scope", key, null);
        };
    }

    /** Spending is the last thing that touches the database: it ends the session's transaction. */
    private VerificationRepresentation spent(
            VerificationRequest request, KeyCheck check, ApiKeySnapshot key, @Nullable String idempotencyKey) {
        ApiKeyGate gate = ApiKeyGate.of(session);
        ApiKeyGate.Quota quota = request.quantity() == null
                ? gate.peek(realm, key, request.service(), 0)
                : gate.spend(realm, key, request.service(), request.quantity(), idempotencyKey);
        if (!quota.allowed()) {
            return VerificationRepresentation.of("quota_exceeded", key, quota);
        }
        session.getProvider(ApiKeyUse.class).used(check);
        return VerificationRepresentation.of("valid", key, quota);
    }

    private static boolean hasScopes(ApiKeySnapshot key, @Nullable String scope) {
        return scope == null
                || Arrays.stream(scope.split(" "))
                        .filter(name -> !name.isEmpty())
                        .allMatch(name -> NamePatterns.admit(key.scopes(), name));
    }

    private static void validate(VerificationRequest request) {
        new Validation()
                .check(request.apiKey() != null, "apiKey", "is missing")
                .check(request.quantity() == null || request.quantity() >= 1, "quantity", "must be at least 1")
                .check(
                        request.service() == null || NamePatterns.isName(request.service()),
                        "service",
                        "is not the name of a service")
                .check(isAddress(request.ipAddress()), "ipAddress", "is not an IP address")
                .orRefuse();
    }

    private static boolean isAddress(@Nullable String address) {
        return address == null || EVERYWHERE.stream().anyMatch(range -> range.contains(address));
    }
}
