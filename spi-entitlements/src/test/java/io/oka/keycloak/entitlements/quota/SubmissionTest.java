package io.oka.keycloak.entitlements.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SubmissionTest {

    private final Submission submission = new Submission(List.of(new Order.Reclaim()));

    @Test
    void whoGivesUpInTimeIsNotCounted() {
        submission.abandon();

        assertThat(submission.isAbandoned()).isTrue();
        assertThat(submission.beginCommit()).isFalse();
    }

    @Test
    void commitUnderWayGoesOn() {
        assertThat(submission.beginCommit()).isTrue();

        submission.abandon();

        assertThat(submission.isAbandoned()).isFalse();
    }

    @Test
    void whoGaveUpDuringACommitThatFailedIsNotTriedAgain() {
        submission.beginCommit();
        submission.abandon();

        submission.retry();

        assertThat(submission.isAbandoned()).isTrue();
    }

    @Test
    void whoStillWaitsIsTriedAgain() {
        submission.beginCommit();

        submission.retry();

        assertThat(submission.isAbandoned()).isFalse();
        assertThat(submission.beginCommit()).isTrue();
    }
}
