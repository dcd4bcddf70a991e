package io.oka.keycloak.common.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oka.keycloak.common.problem.ProblemException;
import org.junit.jupiter.api.Test;

final class ReasonTest {

    @Test
    void reasonIsStrippedAndNeeded() {
        assertThat(Reason.required("  Known to be lost ")).isEqualTo("Known to be lost");
        assertThatThrownBy(() -> Reason.required(null)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> Reason.required(" \n")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> Reason.required("x".repeat(1001))).isInstanceOf(ProblemException.class);
    }
}
