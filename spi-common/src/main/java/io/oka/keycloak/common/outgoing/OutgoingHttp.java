package io.oka.keycloak.common.outgoing;

import io.oka.keycloak.common.outgoing.OutgoingResult.Answered;
import io.oka.keycloak.common.outgoing.OutgoingResult.Failed;
import io.oka.keycloak.common.outgoing.OutgoingResult.Failure;
import io.oka.keycloak.common.task.DaemonThreads;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpHost;
import org.apache.http.client.config.CookieSpecs;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.config.MessageConstraints;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.ssl.SSLContexts;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to where strangers point. A name is looked up once, each of its addresses is held against what may be
 * reached, and it is one of these very addresses that is connected to: there is no second look-up that could say something
 * else. Nothing is followed, repeated, unpacked or remembered, no proxy of the environment is asked, and of the answer only
 * its beginning is read. One deadline holds for all of it.
 */
public final class OutgoingHttp implements AutoCloseable {

    /** So much of an answer is kept, in bytes. */
    public static final int KEPT_OF_ANSWER = 4096;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int ADDRESSES_TRIED = 3;
    private static final int IDLE_SECONDS = 15;
    private static final int STALE_MILLIS = 500;
    private static final int MAX_LINE = 8192;
    private static final int MAX_HEADERS = 100;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

    private final CloseableHttpClient client;
    private final LookUps lookUps;
    private final ScheduledThreadPoolExecutor deadlines;

    /**
     * @param atOnce how many requests can be under way; one more would wait for its connection
     */
    public OutgoingHttp(int atOnce) {
        this(Resolver.SYSTEM, SSLContexts.createDefault(), atOnce);
    }

    OutgoingHttp(Resolver resolver, SSLContext trust, int atOnce) {
        this.lookUps = new LookUps(resolver);
        this.client = client(trust, atOnce);
        this.deadlines = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("oka-deadlines"));
        deadlines.setRemoveOnCancelPolicy(true);
    }

    private static CloseableHttpClient client(SSLContext trust, int atOnce) {
        PoolingHttpClientConnectionManager connections =
                new PoolingHttpClientConnectionManager(RegistryBuilder.<ConnectionSocketFactory>create()
                        .register("http", PlainConnectionSocketFactory.getSocketFactory())
                        .register("https", new SSLConnectionSocketFactory(trust))
                        .build());
        connections.setMaxTotal(atOnce);
        connections.setDefaultMaxPerRoute(atOnce);
        connections.setValidateAfterInactivity(STALE_MILLIS);
        connections.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setMessageConstraints(MessageConstraints.custom()
                        .setMaxLineLength(MAX_LINE)
                        .setMaxHeaderCount(MAX_HEADERS)
                        .build())
                .build());
        return HttpClientBuilder.create()
                .setConnectionManager(connections)
                .evictIdleConnections(IDLE_SECONDS, TimeUnit.SECONDS)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableAuthCaching()
                .disableCookieManagement()
                .disableContentCompression()
                .build();
    }

    /** Makes the request, and returns when it is answered, has failed or is out of time. */
    public OutgoingResult post(OutgoingRequest request) {
        Clock clock = new Clock(request.timeout());
        OutgoingUrl url = request.url();
        if (url.isPlain() && !request.plainAllowed()) {
            return clock.failed(Failure.FORBIDDEN_TARGET, "The URL must begin with https://");
        }
        try {
            List<InetAddress> addresses = lookUps.find(url.host(), clock.left());
            // A name with one address that is ours and one that is not is up to something.
            if (!addresses.stream().allMatch(address -> request.allowed().permit(url.host(), address))) {
                return clock.failed(Failure.FORBIDDEN_TARGET, "The host is not on the public internet");
            }
            return postToOneOf(addresses, request, clock);
        } catch (UnknownHostException e) {
            return clock.failed(Failure.UNKNOWN_HOST, "The host has no address");
        } catch (TimeoutException e) {
            return clock.failed(Failure.TIMEOUT, "The host's address was not found in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return clock.failed(Failure.TIMEOUT, "The server is stopping");
        }
    }

    private OutgoingResult postToOneOf(List<InetAddress> addresses, OutgoingRequest request, Clock clock) {
        OutgoingResult last = clock.failed(Failure.UNKNOWN_HOST, "The host has no address");
        for (InetAddress address :
                addresses.stream().distinct().limit(ADDRESSES_TRIED).toList()) {
            last = postTo(address, request, clock);
            boolean goesOn =
                    last instanceof Failed failed && failed.failure() == Failure.NOT_CONNECTED && !clock.isOver();
            if (!goesOn) {
                return last;
            }
        }
        return last;
    }

    private OutgoingResult postTo(InetAddress address, OutgoingRequest request, Clock clock) {
        HttpPost post = post(request, clock);
        AtomicBoolean aborted = new AtomicBoolean();
        ScheduledFuture<?> deadline = deadlines.schedule(
                () -> {
                    aborted.set(true);
                    post.abort();
                },
                clock.left().toNanos(),
                TimeUnit.NANOSECONDS);
        OutgoingUrl url = request.url();
        // With its address in it the client asks no resolver; the name is for TLS.
        HttpHost target = new HttpHost(address, url.host(), url.port(), url.scheme());
        try (CloseableHttpResponse response = client.execute(target, post)) {
            String body = beginning(response.getEntity());
            Header retryAfter = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
            return aborted.get()
                    ? clock.failed(Failure.TIMEOUT, "The answer did not end in time")
                    : new Answered(
                            response.getStatusLine().getStatusCode(),
                            retryAfter == null ? null : retryAfter.getValue(),
                            body,
                            clock.took());
        } catch (IOException e) {
            if (aborted.get() || clock.isOver()) {
                return clock.failed(Failure.TIMEOUT, "There was no whole answer in time");
            }
            return clock.failed(
                    failure(e), "The connection failed: " + e.getClass().getSimpleName());
        } finally {
            deadline.cancel(false);
        }
    }

    private static HttpPost post(OutgoingRequest request, Clock clock) {
        int millis = Math.toIntExact(Math.max(1, clock.left().toMillis()));
        HttpPost post = new HttpPost(request.url().pathAndQuery());
        post.setConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(millis)
                .setConnectTimeout(Math.toIntExact(Math.min(millis, CONNECT_TIMEOUT.toMillis())))
                .setSocketTimeout(millis)
                .setCookieSpec(CookieSpecs.IGNORE_COOKIES)
                .setNormalizeUri(false)
                .build());
        request.headers().forEach(post::setHeader);
        post.setHeader(HttpHeaders.HOST, request.url().hostHeader());
        post.setEntity(new ByteArrayEntity(request.body()));
        return post;
    }

    /**
     * What is longer is cut off, and its connection with it. The stream itself is not closed: that would read all the rest,
     * which may have no end.
     */
    private static String beginning(@Nullable HttpEntity entity) throws IOException {
        if (entity == null) {
            return "";
        }
        byte[] kept = entity.getContent().readNBytes(KEPT_OF_ANSWER);
        return UNPRINTABLE.matcher(new String(kept, StandardCharsets.UTF_8)).replaceAll("\uFFFD");
    }

    private static Failure failure(IOException e) {
        if (e instanceof ConnectTimeoutException
                || e instanceof ConnectException
                || e instanceof NoRouteToHostException) {
            return Failure.NOT_CONNECTED;
        }
        return e instanceof SSLException ? Failure.TLS : Failure.BROKEN;
    }

    @Override
    public void close() throws IOException {
        deadlines.shutdownNow();
        lookUps.close();
        client.close();
    }

    /** Of real time: what is measured here is the network. */
    private static final class Clock {

        private final long began = System.nanoTime();
        private final Duration timeout;

        Clock(Duration timeout) {
            this.timeout = timeout;
        }

        Duration took() {
            return Duration.ofNanos(System.nanoTime() - began);
        }

        Duration left() {
            Duration left = timeout.minus(took());
            return left.isNegative() ? Duration.ZERO : left;
        }

        boolean isOver() {
            return left().isZero();
        }

        Failed failed(Failure failure, String detail) {
            return new Failed(failure, detail, took());
        }
    }
}
