package io.oka.keycloak.common.secret;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.vault.VaultStringSecret;

/** Keycloak's vault, whose entries may differ from realm to realm. */
@FunctionalInterface
public interface SecretVault {

    /** What the entry holds for this realm; null if there is none. */
    @Nullable
    String read(String realmId, String entry);

    /** The server's own. It is asked in a session of the realm: the vault may keep an entry for each. */
    static SecretVault of(KeycloakSessionFactory factory) {
        return (realmId, entry) -> KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
            session.getContext().setRealm(session.realms().getRealm(realmId));
            try (VaultStringSecret secret = session.vault().getStringSecret("${vault." + entry + "}")) {
                return secret.get().orElse(null);
            }
        });
    }
}
