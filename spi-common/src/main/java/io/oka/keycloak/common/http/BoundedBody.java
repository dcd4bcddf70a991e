package io.oka.keycloak.common.http;

import io.oka.keycloak.common.problem.Problem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of a request that is read as it comes, because it is too large to be held, and still has an end. */
public final class BoundedBody extends FilterInputStream {

    private static final int MEBIBYTE = 1024 * 1024;

    private final long most;
    private long read;

    /**
     * @param mebibytes how much is read before the request is refused with 413
     */
    public BoundedBody(InputStream in, int mebibytes) {
        super(in);
        this.most = (long) mebibytes * MEBIBYTE;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int number = super.read(target, offset, length);
        count(Math.max(number, 0));
        return number;
    }

    @Override
    public long skip(long number) throws IOException {
        long skipped = super.skip(number);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long number) {
        read += number;
        if (read > most) {
            throw Problem.of(
                            413,
                            "payload_too_large",
                            "The body is too large",
                            "At most " + most / MEBIBYTE + " MiB are read")
                    .asException();
        }
    }
}
