package io.oka.server.agent;

/** Why the agent cannot go on, in a sentence for whoever runs it. */
final class AgentException extends RuntimeException {

    private static final long serialVersionUID = 1;

    AgentException(String message) {
        super(message);
    }

    AgentException(String message, Throwable cause) {
        super(message, cause);
    }
}
