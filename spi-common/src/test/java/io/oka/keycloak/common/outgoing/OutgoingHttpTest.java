package io.oka.keycloak.common.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import io.oka.keycloak.common.outgoing.OutgoingResult.Answered;
import io.oka.keycloak.common.outgoing.OutgoingResult.Failed;
import io.oka.keycloak.common.outgoing.OutgoingResult.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.http.ssl.SSLContexts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutgoingHttpTest {

    private static final AllowedTargets LOOPBACK = AllowedTargets.of(List.of("127.0.0.1"));
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(400);

    private final OutgoingHttp http = new OutgoingHttp(4);

    @AfterEach
    void close() throws IOException {
        http.close();
    }

    @Test
    void requestArrivesAsItWasMadeAndItsAnswerComesBack() throws IOException {
        try (Receiver receiver =
                answering("HTTP/1.1 202 Accepted\r\nRetry-After: 7\r\nContent-Length: 5\r\n\r\nfine\0")) {
            OutgoingResult result = http.post(request(receiver, LOOPBACK, LONG));

            assertThat(result).isInstanceOfSatisfying(Answered.class, answered -> {
                assertThat(answered.status()).isEqualTo(202);
                assertThat(answered.retryAfter()).isEqualTo("7");
                assertThat(answered.body()).isEqualTo("fine\uFFFD");
                assertThat(answered.took()).isPositive();
            });
            assertThat(receiver.requests()).singleElement().satisfies(head -> assertThat(head)
                    .contains("POST /hook?x=1 HTTP/1.1", "Host: 127.0.0.1:" + receiver.port(), "X-Mine: yes"));
        }
    }

    @Test
    void connectionIsUsedAgain() throws IOException {
        try (Receiver receiver = answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
            http.post(request(receiver, LOOPBACK, LONG));
            http.post(request(receiver, LOOPBACK, LONG));

            assertThat(receiver.requests()).hasSize(2);
            assertThat(receiver.connections()).isEqualTo(1);
        }
    }

    @Test
    void connectionThatOneMayUseIsNoWayInForAnother() throws IOException {
        try (Receiver receiver = answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
            http.post(request(receiver, LOOPBACK, LONG));

            OutgoingResult result = http.post(request(receiver, AllowedTargets.NONE, LONG));

            assertThat(failure(result)).isEqualTo(Failure.FORBIDDEN_TARGET);
            assertThat(receiver.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:%d/",
                "http://127.0.0.2:%d/",
                "http://127.255.255.254:%d/",
                "http://localhost:%d/",
                "http://LOCALHOST:%d/",
                "http://localhost.:%d/",
                "http://0.0.0.0:%d/",
                "http://0:%d/",
                "http://127.1:%d/",
                "http://127.0.1:%d/",
                "http://2130706433:%d/",
                "http://017700000001:%d/",
                "http://0x7f000001:%d/",
                "http://0x7f.0.0.1:%d/",
                "http://0177.0.0.1:%d/",
                "http://127.0.0.01:%d/",
                "http://127.000.000.001:%d/",
                "http://[::1]:%d/",
                "http://[::]:%d/",
                "http://[0:0:0:0:0:0:0:1]:%d/",
                "http://[0000:0000:0000:0000:0000:0000:0000:0001]:%d/",
                "http://[::ffff:127.0.0.1]:%d/",
                "http://[::ffff:7f00:1]:%d/",
                "http://[::ffff:0:127.0.0.1]:%d/",
                "http://[::127.0.0.1]:%d/",
                "http://[64:ff9b::127.0.0.1]:%d/",
                "http://[64:ff9b::7f00:1]:%d/",
                "http://[2002:7f00:1::]:%d/",
                "http://[::1%%25lo]:%d/",
                "http://[fe80::1]:%d/",
                "http://[fd00:ec2::254]:%d/",
                "http://10.0.0.1:%d/",
                "http://172.16.0.1:%d/",
                "http://192.168.0.1:%d/",
                "http://100.64.0.1:%d/",
                "http://169.254.169.254:%d/latest/meta-data/",
                "http://192.0.0.192:%d/",
                "http://198.18.0.1:%d/",
                "http://255.255.255.255:%d/",
                "http://224.0.0.1:%d/",
                "http://1.1.1.1@127.0.0.1:%d/",
                "http://127.0.0.1:%d\\@1.1.1.1/",
                "http://127.0.0.1%%00.example.com:%d/",
                "http://①②⑦.⓪.⓪.①:%d/",
                "http://127。0。0。1:%d/"
            })
    void nothingForbiddenIsConnectedToHoweverItIsSpelt(String spelling) throws IOException {
        Receiver.Manner manner = Receiver.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        try (Receiver receiver = new Receiver("::", manner)) {
            String url = spelling.formatted(receiver.port());

            String outcome;
            try {
                OutgoingUrl parsed = OutgoingUrl.parse(url);
                outcome = failure(http.post(request(parsed, AllowedTargets.NONE, LONG)))
                        .name();
            } catch (IllegalArgumentException e) {
                outcome = "NOT_A_URL";
            }

            assertThat(outcome).isIn("NOT_A_URL", Failure.FORBIDDEN_TARGET.name(), Failure.UNKNOWN_HOST.name());
            assertThat(receiver.connections()).isZero();
        }
    }

    @Test
    void nameIsLookedUpOnceAndThatVeryAddressIsConnectedTo() throws IOException {
        Queue<String> answers = new ArrayDeque<>(List.of("127.0.0.2", "127.0.0.1"));
        AtomicInteger lookUps = new AtomicInteger();
        Resolver rebinding = host -> {
            lookUps.incrementAndGet();
            return List.of(InetAddress.getByName(answers.remove()));
        };
        // What is allowed stands for a public address: tests stay on this machine.
        AllowedTargets allowed = AllowedTargets.of(List.of("127.0.0.2"));
        Receiver.Manner manner = Receiver.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        try (Receiver harmless = new Receiver("127.0.0.2", manner);
                OutgoingHttp rebound = new OutgoingHttp(rebinding, SSLContexts.createDefault(), 4)) {
            OutgoingUrl url = OutgoingUrl.parse("http://rebinding.example:" + harmless.port() + "/");

            OutgoingResult first = rebound.post(request(url, allowed, LONG));
            OutgoingResult second = rebound.post(request(url, allowed, LONG));

            assertThat(first).isInstanceOf(Answered.class);
            assertThat(failure(second)).isEqualTo(Failure.FORBIDDEN_TARGET);
            assertThat(lookUps).hasValue(2);
            assertThat(harmless.requests()).hasSize(1);
        }
    }

    @Test
    void nameWithOneForbiddenAddressAmongOthersIsForbidden() throws IOException {
        Resolver mixed = host -> List.of(InetAddress.getByName("1.1.1.1"), InetAddress.getByName("10.0.0.1"));
        try (OutgoingHttp mixing = new OutgoingHttp(mixed, SSLContexts.createDefault(), 4)) {
            OutgoingResult result =
                    mixing.post(request(OutgoingUrl.parse("http://mixed.example/"), AllowedTargets.NONE, LONG));

            assertThat(failure(result)).isEqualTo(Failure.FORBIDDEN_TARGET);
        }
    }

    @Test
    void addressThatDoesNotAnswerGivesWayToTheNext() throws IOException {
        Resolver two = host -> List.of(InetAddress.getByName("127.0.0.3"), InetAddress.getByName("127.0.0.1"));
        AllowedTargets allowed = AllowedTargets.of(List.of("127.0.0.0/8"));
        try (Receiver receiver = answering("HTTP/1.1 204 No Content\r\n\r\n");
                OutgoingHttp trying = new OutgoingHttp(two, SSLContexts.createDefault(), 4)) {
            OutgoingUrl url = OutgoingUrl.parse("http://two.example:" + receiver.port() + "/");

            assertThat(trying.post(request(url, allowed, LONG))).isInstanceOf(Answered.class);
        }
    }

    @Test
    void lookUpThatHangsEndsAtTheDeadline() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        Resolver hanging = host -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        };
        try (OutgoingHttp waiting = new OutgoingHttp(hanging, SSLContexts.createDefault(), 4)) {
            OutgoingResult result =
                    waiting.post(request(OutgoingUrl.parse("http://slow.example/"), AllowedTargets.NONE, SHORT));

            assertThat(failure(result)).isEqualTo(Failure.TIMEOUT);
        }
    }

    @Test
    void redirectIsAnAnswerAndNoWay() throws IOException {
        try (Receiver inner = answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                Receiver outer = answering("HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:"
                        + inner.port() + "/\r\nContent-Length: 0\r\n\r\n")) {
            OutgoingResult result = http.post(request(outer, LOOPBACK, LONG));

            assertThat(result).isInstanceOfSatisfying(Answered.class, answered -> assertThat(answered.status())
                    .isEqualTo(307));
            assertThat(inner.connections()).isZero();
        }
    }

    @Test
    void proxyOfTheEnvironmentIsNotAsked() throws IOException {
        try (Receiver proxy = answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                Receiver receiver = answering("HTTP/1.1 204 No Content\r\n\r\n")) {
            System.setProperty("http.proxyHost", "127.0.0.1");
            System.setProperty("http.proxyPort", String.valueOf(proxy.port()));
            System.setProperty("http.nonProxyHosts", "");
            try (OutgoingHttp fresh = new OutgoingHttp(4)) {
                OutgoingResult result = fresh.post(request(receiver, LOOPBACK, LONG));

                assertThat(result).isInstanceOfSatisfying(Answered.class, answered -> assertThat(answered.status())
                        .isEqualTo(204));
                assertThat(proxy.connections()).isZero();
            } finally {
                System.clearProperty("http.proxyHost");
                System.clearProperty("http.proxyPort");
                System.clearProperty("http.nonProxyHosts");
            }
        }
    }

    @Test
    void unencryptedIsForbiddenWhereItIsNotAllowed() throws IOException {
        try (Receiver receiver = answering("HTTP/1.1 204 No Content\r\n\r\n")) {
            OutgoingUrl url = OutgoingUrl.parse("http://127.0.0.1:" + receiver.port() + "/");

            OutgoingResult result = http.post(new OutgoingRequest(url, Map.of(), new byte[0], LOOPBACK, false, LONG));

            assertThat(failure(result)).isEqualTo(Failure.FORBIDDEN_TARGET);
            assertThat(receiver.connections()).isZero();
        }
    }

    @Test
    void answerThatDribblesEndsAtTheDeadline() throws IOException {
        Receiver.Manner dribbling = (out, closing) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (!closing.await(20, TimeUnit.MILLISECONDS)) {
                out.write('x');
                out.flush();
            }
        };
        try (Receiver receiver = new Receiver("127.0.0.1", dribbling)) {
            OutgoingResult result = http.post(request(receiver, LOOPBACK, SHORT));

            assertThat(failure(result)).isEqualTo(Failure.TIMEOUT);
        }
    }

    @Test
    void headThatDribblesEndsAtTheDeadline() throws IOException {
        Receiver.Manner dribbling = (out, closing) -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
            while (!closing.await(20, TimeUnit.MILLISECONDS)) {
                out.write("X: y\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
        };
        try (Receiver receiver = new Receiver("127.0.0.1", dribbling)) {
            OutgoingResult result = http.post(request(receiver, LOOPBACK, SHORT));

            assertThat(failure(result)).isEqualTo(Failure.TIMEOUT);
        }
    }

    @Test
    void endlessAnswerIsCutOff() throws IOException {
        Receiver.Manner endless = (out, closing) -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = ("400\r\n" + "a".repeat(1024) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            while (closing.getCount() > 0) {
                out.write(chunk);
            }
        };
        try (Receiver receiver = new Receiver("127.0.0.1", endless)) {
            OutgoingResult result = http.post(request(receiver, LOOPBACK, LONG));

            assertThat(result).isInstanceOfSatisfying(Answered.class, answered -> assertThat(answered.body())
                    .hasSize(OutgoingHttp.KEPT_OF_ANSWER));
        }
    }

    @Test
    void whatIsNoHttpIsBroken() throws IOException {
        try (Receiver receiver = new Receiver("127.0.0.1", (out, closing) -> {
            out.write("220 smtp.example ESMTP\r\n".getBytes(StandardCharsets.US_ASCII));
            throw new IOException("done");
        })) {
            assertThat(failure(http.post(request(receiver, LOOPBACK, LONG)))).isEqualTo(Failure.BROKEN);
        }
    }

    @Test
    void portWhereNobodyListensIsNotConnected() throws IOException {
        OutgoingUrl url;
        try (Receiver receiver = answering("")) {
            url = OutgoingUrl.parse("http://127.0.0.1:" + receiver.port() + "/");
        }

        assertThat(failure(http.post(request(url, LOOPBACK, LONG)))).isEqualTo(Failure.NOT_CONNECTED);
    }

    @Test
    void otherSideThatDoesNotSpeakTlsIsNotTrusted() throws IOException {
        try (Receiver receiver = answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            OutgoingUrl url = OutgoingUrl.parse("https://127.0.0.1:" + receiver.port() + "/");

            assertThat(failure(http.post(request(url, LOOPBACK, SHORT)))).isIn(Failure.TLS, Failure.TIMEOUT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Injected: yes", "a\nb", "ä", "a\0b"})
    void headerThatWouldBeTwoIsNone(String value) {
        assertThat(OutgoingRequest.isHeaderValue(value)).isFalse();
    }

    private static Receiver answering(String answer) throws IOException {
        return new Receiver("127.0.0.1", Receiver.saying(answer));
    }

    private static OutgoingRequest request(Receiver receiver, AllowedTargets allowed, Duration timeout) {
        return request(OutgoingUrl.parse("http://127.0.0.1:" + receiver.port() + "/hook?x=1"), allowed, timeout);
    }

    private static OutgoingRequest request(OutgoingUrl url, AllowedTargets allowed, Duration timeout) {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        return new OutgoingRequest(url, Map.of("X-Mine", "yes"), body, allowed, true, timeout);
    }

    private static Failure failure(OutgoingResult result) {
        assertThat(result).isInstanceOf(Failed.class);
        return ((Failed) result).failure();
    }
}
