package io.oka.it.support;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that each have a fresh {@link Chromium}. */
public abstract class InChromium {

    @TempDir
    private Path profile;

    protected Chromium chromium;

    /** Makes the realm look as people know it: with a name, and in two languages. */
    protected static void dress(Map<String, Object> realm) {
        realm.put("displayName", "Oka demo");
        realm.put("internationalizationEnabled", true);
        realm.put("supportedLocales", List.of("en", "de"));
        realm.put("defaultLocale", "en");
    }

    @BeforeEach
    final void startChromium() {
        chromium = Chromium.start(profile);
    }

    @AfterEach
    final void stopChromium() {
        chromium.close();
    }
}
