package io.oka.keycloak.common.http;

import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.problem.ProblemDocument;

/**
 * How refusals below a root are written: as problem documents, unless the root follows a standard that spells them
 * otherwise. Such a root names its shape when it starts, so that also what was refused before its code ran, or where it
 * failed, is told in the words that its callers read.
 */
public interface ErrorShape {

    /** RFC 9457. */
    ErrorShape PROBLEM = new ErrorShape() {
        @Override
        public String mediaType() {
            return Problem.MEDIA_TYPE;
        }

        @Override
        public byte[] body(Problem problem, String path, String requestId) {
            return Json.write(ProblemDocument.of(problem, requestId));
        }
    };

    String mediaType();

    /**
     * @param path what was asked for, relative to the server's base address
     */
    byte[] body(Problem problem, String path, String requestId);
}
