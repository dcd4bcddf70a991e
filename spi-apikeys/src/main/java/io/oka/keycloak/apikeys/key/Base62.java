package io.oka.keycloak.apikeys.key;

import java.security.SecureRandom;

/** Digits, capitals and small letters, in this order. */
final class Base62 {

    static final int RADIX = 62;

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /** The largest multiple of the radix that a byte can hold: beyond it some digits would come more often. */
    private static final int ACCEPTED_BELOW = 256 / RADIX * RADIX;

    private Base62() {}

    /** So many digits, each as likely as any other. */
    static String random(SecureRandom random, int length) {
        StringBuilder digits = new StringBuilder(length);
        byte[] drawn = new byte[length];
        while (digits.length() < length) {
            random.nextBytes(drawn);
            for (int i = 0; i < drawn.length && digits.length() < length; i++) {
                int value = Byte.toUnsignedInt(drawn[i]);
                if (value < ACCEPTED_BELOW) {
                    digits.append(ALPHABET.charAt(value % RADIX));
                }
            }
        }
        return digits.toString();
    }

    /** The number, most significant digit first, filled up with zeros. */
    static String write(long number, int length) {
        char[] digits = new char[length];
        long rest = number;
        for (int i = length - 1; i >= 0; i--) {
            digits[i] = ALPHABET.charAt((int) (rest % RADIX));
            rest /= RADIX;
        }
        return new String(digits);
    }

    static boolean isDigit(char character) {
        return (character >= '0' && character <= '9')
                || (character >= 'A' && character <= 'Z')
                || (character >= 'a' && character <= 'z');
    }
}
