package io.oka.keycloak.common.http;

import io.oka.keycloak.common.problem.Problem;
import jakarta.ws.rs.core.HttpHeaders;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Strong entity tags from row versions or whole answers, and conditional requests (RFC 9110, sections 8.8.3 and 13). */
public final class EntityTags {

    private EntityTags() {}

    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /** Of an answer that is not a row's: the same bytes have the same tag. */
    public static String of(byte[] answer) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(answer);
            return "\"" + HexFormat.of().formatHex(hash, 0, 16) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    /**
     * Honours {@code If-Match}: called when the row is locked, so that what is compared is what will be changed.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 412 if the row has moved on
     */
    public static void requireMatch(HttpHeaders headers, long version) {
        String asked = headers.getHeaderString(HttpHeaders.IF_MATCH);
        if (asked != null && !lists(asked, of(version))) {
            throw Problem.of(
                            412,
                            "precondition_failed",
                            "The resource has changed since it was read",
                            "Read it again and repeat the change with its new ETag")
                    .asException();
        }
    }

    /** Whether the caller already has this version. */
    public static boolean isKnown(@Nullable String ifNoneMatch, String tag) {
        return ifNoneMatch != null && lists(ifNoneMatch.replace("W/", ""), tag);
    }

    private static boolean lists(String header, String tag) {
        return header.trim().equals("*")
                || Arrays.stream(header.split(",")).map(String::trim).anyMatch(tag::equals);
    }
}
