package io.oka.it.support;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.oka.server.Ports;
import io.oka.testing.TestRealm;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A mail server on this machine, and what it was handed. */
public final class Inbox implements AutoCloseable {

    private static final Pattern LINK = Pattern.compile("https?://\\S+action-token\\S+");

    private final int port = Ports.free();
    private final List<Mail> before = new CopyOnWriteArrayList<>();
    private GreenMail server = running();

    private Inbox() {}

    /** Starts a mail server, and has the realm send by it. */
    public static Inbox of(TestRealm realm) {
        Inbox inbox = new Inbox();
        realm.update(Map.of("smtpServer", inbox.settings()));
        return inbox;
    }

    /** What a realm's representation says that sends by it. */
    public Map<String, String> settings() {
        return settings(port);
    }

    /** What a realm's representation says that sends by a port where nothing listens. */
    public static Map<String, String> nobody() {
        return settings(1);
    }

    /** All that came to this address, first things first. */
    public List<Mail> mails(String address) {
        return all().filter(mail -> mail.to().equals(address)).toList();
    }

    /** The latest mail to this address, once there are so many. */
    public Mail await(String address, int count) {
        Awaitility.await(address).until(() -> mails(address).size() >= count);
        return mails(address).get(count - 1);
    }

    /** From here on it refuses connections. */
    public void stop() {
        all().skip(before.size()).toList().forEach(before::add);
        server.stop();
    }

    /** Takes mails again, on the same port. */
    public void start() {
        server = running();
    }

    @Override
    public void close() {
        server.stop();
    }

    private Stream<Mail> all() {
        return Stream.concat(
                before.stream(), Arrays.stream(server.getReceivedMessages()).map(Mail::of));
    }

    private GreenMail running() {
        GreenMail started = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        started.start();
        return started;
    }

    private static Map<String, String> settings(int port) {
        return Map.of("host", "127.0.0.1", "port", Integer.toString(port), "from", "oka@example.org");
    }

    /**
     * A mail as it came.
     *
     * @param to the address in its head
     * @param text its plain part
     * @param html its HTML part
     */
    public record Mail(String from, String to, String subject, String text, String html, String head) {

        static Mail of(MimeMessage message) {
            try {
                MimeMultipart parts = (MimeMultipart) message.getContent();
                return new Mail(
                        message.getFrom()[0].toString(),
                        message.getHeader("To", null),
                        message.getSubject(),
                        part(parts, "text/plain"),
                        part(parts, "text/html"),
                        String.join("\n", Collections.list(message.getAllHeaderLines())));
            } catch (MessagingException | IOException e) {
                throw new AssertionError(e);
            }
        }

        /** The link of the plain part. */
        public String link() {
            Matcher found = LINK.matcher(text);
            if (!found.find()) {
                throw new AssertionError("no link in " + text);
            }
            return found.group();
        }

        private static String part(MimeMultipart parts, String type) throws MessagingException, IOException {
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart part = parts.getBodyPart(i);
                if (part.isMimeType(type)) {
                    return (String) part.getContent();
                }
            }
            throw new AssertionError("no part of type " + type);
        }
    }
}
