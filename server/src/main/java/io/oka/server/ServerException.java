package io.oka.server;

import org.jspecify.annotations.Nullable;

/** Something did not start, stop or answer; the message is written for the person at the terminal. */
public final class ServerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ServerException(String message) {
        super(message);
    }

    public ServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
