package io.oka.keycloak.common.secret;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM (NIST SP 800-38D) with a random IV of 96 bits, which stands before what it sealed. */
public final class AesGcm {

    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private AesGcm() {}

    /**
     * @param key 32 bytes
     * @param context what it belongs to; it opens nowhere else
     */
    public static byte[] seal(byte[] key, byte[] plain, byte[] context) {
        byte[] iv = new byte[IV_BYTES];
        RANDOM.nextBytes(iv);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, iv, context).doFinal(plain);
            return ByteBuffer.allocate(IV_BYTES + sealed.length)
                    .put(iv)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has AES-GCM", e);
        }
    }

    /**
     * @throws GeneralSecurityException if it was sealed under another key or for another context, or is damaged
     */
    public static byte[] open(byte[] key, byte[] sealed, byte[] context) throws GeneralSecurityException {
        if (sealed.length < IV_BYTES + TAG_BITS / Byte.SIZE) {
            throw new GeneralSecurityException("It is too short to be sealed");
        }
        byte[] iv = new byte[IV_BYTES];
        System.arraycopy(sealed, 0, iv, 0, IV_BYTES);
        return cipher(Cipher.DECRYPT_MODE, key, iv, context).doFinal(sealed, IV_BYTES, sealed.length - IV_BYTES);
    }

    private static Cipher cipher(int mode, byte[] key, byte[] iv, byte[] context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, iv));
        cipher.updateAAD(context);
        return cipher;
    }
}
