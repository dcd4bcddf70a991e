package io.oka.keycloak.apikeys.key;

import io.oka.keycloak.apikeys.ApiKeySecret;
import io.oka.keycloak.common.secret.OperatorSecrets;
import io.oka.keycloak.common.secret.SecretVault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hashes keys under the peppers of their realm. What the vault holds is read once a realm and node: a version never
 * changes, a new secret is a new version.
 */
public final class Peppers {

    private final OperatorSecrets options;
    private final SecretVault vault;
    private final Map<String, List<Pepper>> byRealm = new ConcurrentHashMap<>();

    public Peppers(OperatorSecrets options, SecretVault vault) {
        this.options = options;
        this.vault = vault;
    }

    /** The version under which new keys are hashed. */
    public int current() {
        return options.current();
    }

    public Set<Integer> versions() {
        return options.byVersion().keySet();
    }

    /** The hash under the current pepper. */
    public byte[] hash(String realmId, ApiKeySecret secret) {
        return of(realmId).get(0).hash(secret);
    }

    /** The hashes under all peppers, that of the current one first. */
    public List<byte[]> everyHash(String realmId, ApiKeySecret secret) {
        return of(realmId).stream().map(pepper -> pepper.hash(secret)).toList();
    }

    /** The realm is gone. */
    public void forget(String realmId) {
        byRealm.remove(realmId);
    }

    private List<Pepper> of(String realmId) {
        List<Pepper> known = byRealm.get(realmId);
        if (known == null) {
            // Not within the map's own lock: a vault may be slow, and asking twice does no harm.
            known = read(realmId);
            byRealm.put(realmId, known);
        }
        return known;
    }

    private List<Pepper> read(String realmId) {
        List<Pepper> peppers = new ArrayList<>();
        options.byVersion()
                .keySet()
                .forEach(version -> peppers.add(new Pepper(version, options.bytes(version, realmId, vault))));
        peppers.sort(Comparator.comparing((Pepper pepper) -> pepper.version() != options.current())
                .thenComparing(Pepper::version, Comparator.reverseOrder()));
        return List.copyOf(peppers);
    }
}
