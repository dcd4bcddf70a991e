package io.oka.keycloak.sync.apply;

import io.oka.keycloak.tenants.EmailAddresses;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Finds whom an item names as the first owner of the tenant that it makes. */
final class FirstOwner {

    private FirstOwner() {}

    /**
     * An address counts only once it is verified, and where it is one person's: else whoever registers with somebody
     * else's would come to own what was bought by them.
     *
     * @return null if the item names nobody
     * @throws ItemRefusal if it names nobody of this realm
     */
    static @Nullable UserModel find(KeycloakSession session, RealmModel realm, TenantUpsert wanted) {
        if (!wanted.namesOwner()) {
            return null;
        }
        UserModel found = wanted.ownerUsername() != null
                ? session.users().getUserByUsername(realm, wanted.ownerUsername())
                : byEmail(session, realm, wanted.ownerEmail());
        if (found == null || !found.isEnabled() || found.getServiceAccountClientLink() != null) {
            String member = wanted.ownerUsername() != null ? "ownerUsername" : "ownerEmail";
            throw new ItemRefusal(
                    "owner_not_found", member + ": names no enabled user of this realm with a verified address");
        }
        return found;
    }

    private static @Nullable UserModel byEmail(KeycloakSession session, RealmModel realm, @Nullable String address) {
        String normal = EmailAddresses.normalize(address);
        if (normal == null || realm.isDuplicateEmailsAllowed()) {
            return null;
        }
        UserModel found = session.users().getUserByEmail(realm, normal);
        return found != null && found.isEmailVerified() ? found : null;
    }
}
