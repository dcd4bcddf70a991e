package io.oka.testing;

import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What {@link OkaServer} promises. Servers start when first asked for, and stop when the test run ends. */
public final class OkaServerExtension implements ParameterResolver, AfterEachCallback {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(OkaServerExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Oka.class || type == TestRealm.class || type == TwoNodes.class || type == LoneNode.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == Oka.class) {
            return server(context).oka();
        }
        if (type == TwoNodes.class) {
            return context.getRoot()
                    .getStore(NAMESPACE)
                    .computeIfAbsent(TwoNodes.class, key -> TwoNodes.start(), TwoNodes.class)
                    .repaired();
        }
        if (type == LoneNode.class) {
            return context.getRoot()
                    .getStore(NAMESPACE)
                    .computeIfAbsent(LoneNode.class, key -> LoneNode.start(), LoneNode.class)
                    .repaired();
        }
        return classContext(context)
                .getStore(NAMESPACE)
                .computeIfAbsent(
                        TestRealm.class,
                        key -> server(context).oka().realm().demoPeople().create(),
                        TestRealm.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        SharedServer running = context.getRoot().getStore(NAMESPACE).get(SharedServer.class, SharedServer.class);
        if (running != null && running.clockMoved()) {
            running.oka().moveClock(Duration.ZERO);
        }
    }

    private static SharedServer server(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(SharedServer.class, key -> SharedServer.start(), SharedServer.class);
    }

    private static ExtensionContext classContext(ExtensionContext context) {
        ExtensionContext found = context;
        while (found.getTestMethod().isPresent()) {
            found = found.getParent().orElseThrow();
        }
        return found;
    }
}
