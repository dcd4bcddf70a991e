package io.oka.server.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A command and its options, {@code --name value} or {@code --name} alone. */
record Arguments(String command, Map<String, String> options) {

    private static final Set<String> KNOWN =
            Set.of("url", "realm", "token", "name", "state", "dir", "follow", "seconds", "overlap-hours");
    private static final Set<String> SWITCHES = Set.of("follow");

    static Arguments of(String[] words) {
        if (words.length == 0) {
            return new Arguments("help", Map.of());
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 1; i < words.length; i++) {
            String name = words[i].startsWith("--") ? words[i].substring(2) : "";
            if (!KNOWN.contains(name)) {
                throw new AgentException(words[i] + " is not known here. Try `help`.");
            }
            if (SWITCHES.contains(name)) {
                options.put(name, "true");
            } else if (i + 1 < words.length) {
                i++;
                options.put(name, words[i]);
            } else {
                throw new AgentException("--" + name + " needs a value");
            }
        }
        return new Arguments(words[0], options);
    }

    String required(String name) {
        String value = options.get(name);
        if (value == null) {
            throw new AgentException("`" + command + "` needs --" + name);
        }
        return value;
    }

    String or(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    int number(String name, int otherwise) {
        String value = options.get(name);
        try {
            return value == null ? otherwise : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new AgentException("--" + name + " must be a whole number", e);
        }
    }

    boolean has(String name) {
        return options.containsKey(name);
    }
}
