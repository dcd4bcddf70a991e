package io.oka.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test class against the server that the whole test run shares. Its methods, and its constructor, may take
 * parameters of type {@link Oka} (the server), {@link TestRealm} (a realm that only this class uses, with the people
 * of the demo), {@link TwoNodes} (a cluster that the whole run shares) and {@link LoneNode} (a node that tests kill).
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OkaServerExtension.class)
public @interface OkaServer {}
