package io.oka.keycloak.openapi;

import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Says which token each operation needs, unless the operation itself does, and which permission an operator needs. */
final class Security {

    private static final String PEOPLE = "realmToken";
    private static final String OPERATORS = "operatorToken";

    private Security() {}

    static void demand(OpenAPI document, List<Call> calls) {
        document.getComponents()
                .addSecurityScheme(
                        PEOPLE,
                        bearer("An access token of the realm, from its OpenID Connect endpoints"
                                + " (`/realms/{realm}/.well-known/openid-configuration`), with `tenant-api` in `aud`:"
                                + " client scope `tenants` adds it."))
                .addSecurityScheme(
                        OPERATORS,
                        bearer("An access token for Keycloak's admin API: `view-realm` to read, `manage-realm` to"
                                + " write."));
        calls.stream().filter(Call::isForOperators).forEach(Security::namePermission);
        calls.stream().filter(call -> call.operation().getSecurity() == null).forEach(call -> call.operation()
                .addSecurityRequirement(
                        OASFactory.createSecurityRequirement().addScheme(call.isForOperators() ? OPERATORS : PEOPLE)));
    }

    private static void namePermission(Call call) {
        Operation operation = call.operation();
        String permission = "Operators need `" + (call.changesSomething() ? "manage-realm" : "view-realm") + "`.";
        operation.setDescription(
                operation.getDescription() == null ? permission : operation.getDescription() + " " + permission);
    }

    private static SecurityScheme bearer(String description) {
        return OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .bearerFormat("JWT")
                .description(description);
    }
}
