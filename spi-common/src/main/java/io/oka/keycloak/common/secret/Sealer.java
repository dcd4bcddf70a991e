package io.oka.keycloak.common.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps secrets that we have to read again, such as those that webhooks are signed with: AES-256-GCM under a key that
 * HMAC-SHA256 derives from the operator's, so that a stolen database alone opens nothing. What is sealed opens in its own
 * realm and place only. Keys are asked for once a realm and node: a version never changes, a new key is a new version.
 */
public final class Sealer {

    private static final String ALGORITHM = "HmacSHA256";

    private final OperatorSecrets secrets;
    private final SecretVault vault;
    private final String purpose;
    private final Map<KeyId, byte[]> keys = new ConcurrentHashMap<>();

    private record KeyId(String realmId, int version) {}

    /**
     * @param purpose tells what is sealed here from what is sealed elsewhere under the same secret
     */
    public Sealer(OperatorSecrets secrets, SecretVault vault, String purpose) {
        this.secrets = secrets;
        this.vault = vault;
        this.purpose = purpose;
    }

    /** The version under which all is sealed from here on. */
    public int current() {
        return secrets.current();
    }

    public Set<Integer> versions() {
        return secrets.byVersion().keySet();
    }

    /**
     * Seals under the current version.
     *
     * @param place what it belongs to, such as a row's id and column
     */
    public byte[] seal(String realmId, String place, byte[] plain) {
        return AesGcm.seal(key(realmId, current()), plain, context(realmId, place));
    }

    /**
     * @throws IllegalStateException if it does not open, or its key is not there
     */
    public byte[] open(String realmId, int version, String place, byte[] sealed) {
        try {
            return AesGcm.open(key(realmId, version), sealed, context(realmId, place));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "What is sealed at " + place + " does not open under version " + version + " of " + secrets.kind(),
                    e);
        }
    }

    /** The realm is gone. */
    public void forget(String realmId) {
        keys.keySet().removeIf(id -> id.realmId().equals(realmId));
    }

    private byte[] context(String realmId, String place) {
        return (purpose + "|" + realmId + "|" + place).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] key(String realmId, int version) {
        KeyId id = new KeyId(realmId, version);
        byte[] known = keys.get(id);
        if (known == null) {
            // Not within the map's own lock: a vault may be slow, and asking twice does no harm.
            known = derive(secrets.bytes(version, realmId, vault));
            keys.put(id, known);
        }
        return known;
    }

    private byte[] derive(byte[] secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac.doFinal(("oka-sealing-v1|" + purpose).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has " + ALGORITHM, e);
        }
    }
}
