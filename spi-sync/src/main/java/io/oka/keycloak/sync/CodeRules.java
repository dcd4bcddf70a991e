package io.oka.keycloak.sync;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What systems and their codes may look like. */
public final class CodeRules {

    public static final String SYSTEM_RULE = "must be 1 to 63 of a-z, 0-9 and hyphen, and not begin with a hyphen";
    public static final String EXTERNAL_CODE_RULE = "must be 1 to 255 characters, and none of them a control character";

    private static final Pattern SYSTEM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int LONGEST_CODE = 255;

    private CodeRules() {}

    public static boolean isSystem(String text) {
        return SYSTEM.matcher(text).matches();
    }

    /** As the other system has it, be it as odd as it may. */
    public static boolean isExternalCode(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_CODE
                && text.chars().noneMatch(Character::isISOControl)
                && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
