package io.oka.it.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** For tests in a {@link Chromium}, which are left out where none is found. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
        value = "io.oka.it.support.Chromium#isFound",
        disabledReason = "no Chromium with a chromedriver on the path: install both, or name them by -Doka.chromium and"
                + " -Doka.chromedriver")
public @interface NeedsChromium {}
