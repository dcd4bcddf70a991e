package io.oka.testing;

import java.util.HashMap;
import java.util.Map;

/** Remembers, for one connection, which SQL its prepared statements and portals stand for. */
final class StatementNames {

    private final Map<String, String> statements = new HashMap<>();
    private final Map<String, String> portals = new HashMap<>();

    /** The same message, with its SQL where it has some. */
    ClientMessage resolve(ClientMessage message) {
        return switch (message.type()) {
            case 'Q' -> message.withSql(message.string(0));
            case 'P' -> {
                statements.put(message.string(0), message.string(1));
                yield message.withSql(message.string(1));
            }
            case 'B' -> {
                portals.put(message.string(0), statements.getOrDefault(message.string(1), ""));
                yield message;
            }
            case 'E' -> message.withSql(portals.getOrDefault(message.string(0), ""));
            default -> message;
        };
    }
}
