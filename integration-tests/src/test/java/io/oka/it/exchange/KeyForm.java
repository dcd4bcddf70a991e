package io.oka.it.exchange;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Keys as the contract writes them, by code that is not the server's. */
final class KeyForm {

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private KeyForm() {}

    /** A key of these 32 characters, with its checksum. */
    static String wellFormed(String random) {
        String payload = "oka_live_" + random;
        CRC32 crc = new CRC32();
        crc.update(payload.getBytes(StandardCharsets.US_ASCII));
        StringBuilder checksum = new StringBuilder();
        for (long rest = crc.getValue(); checksum.length() < 6; rest /= 62) {
            checksum.insert(0, DIGITS.charAt((int) (rest % 62)));
        }
        return payload + checksum;
    }
}
