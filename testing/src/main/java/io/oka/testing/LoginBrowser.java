package io.oka.testing;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * A person at a browser without a screen: it keeps cookies, fills in the server's real forms, and follows redirects
 * until the client's own address comes up.
 */
public final class LoginBrowser {

    private static final int REDIRECTS = 20;

    private final TestRealm realm;
    private final Http http;
    private final CookieJar cookies = new CookieJar();
    private final String verifier = UUID.randomUUID() + "-" + UUID.randomUUID();
    private @Nullable Response last;
    private @Nullable URI callback;
    private String clientId = TestRealm.WEB;

    LoginBrowser(TestRealm realm) {
        this.realm = realm;
        this.http = realm.oka().http();
    }

    /** The whole way: the login page, user name and password, the code, the tokens. */
    public Tokens login(String username) {
        return open(TestRealm.WEB, Map.of())
                .submit(Map.of("username", username, "password", username))
                .tokens();
    }

    /** Goes to a client's authorization address with PKCE, and further parameters such as {@code tenant_hint}. */
    public LoginBrowser open(String client, Map<String, String> more) {
        clientId = client;
        Map<String, String> parameters = new LinkedHashMap<>(Map.of(
                "client_id",
                client,
                "response_type",
                "code",
                "redirect_uri",
                TestRealm.REDIRECT,
                "scope",
                "openid",
                "state",
                "s",
                "nonce",
                "n",
                "code_challenge",
                challenge(),
                "code_challenge_method",
                "S256"));
        parameters.putAll(more);
        return go(realm.issuer() + "/protocol/openid-connect/auth?" + Http.form(parameters));
    }

    /** Goes to any address, such as a link in a mail. */
    public LoginBrowser go(String url) {
        callback = null;
        follow("GET", URI.create(url), Map.of());
        return this;
    }

    /** Fills in and sends the page's only form that is sent by POST. */
    public LoginBrowser submit(Map<String, String> values) {
        return submit("form[method=post]", values);
    }

    /** Fills in and sends the first form that matches; what the page itself fills in is sent along. */
    public LoginBrowser submit(String selector, Map<String, String> values) {
        Element form = page().selectFirst(selector);
        if (form == null) {
            throw new AssertionError("no form " + selector + " on " + lastResponse());
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (Element input : form.select("input[name]")) {
            String type = input.attr("type");
            boolean unchecked = (type.equals("checkbox") || type.equals("radio")) && !input.hasAttr("checked");
            if (!unchecked && !type.equals("submit")) {
                fields.put(input.attr("name"), input.attr("value"));
            }
        }
        fields.putAll(values);
        follow("POST", URI.create(form.absUrl("action")), fields);
        return this;
    }

    /** The page that is shown. */
    public Document page() {
        return Jsoup.parse(lastResponse().text(), lastResponse().uri().toString());
    }

    /** The last answer that was no redirect. */
    public Response lastResponse() {
        if (last == null) {
            throw new AssertionError("no page is open");
        }
        return last;
    }

    /** Whether the server has sent the browser back to the client. */
    public boolean isBack() {
        return callback != null;
    }

    /** A parameter of the address that the browser was sent back to; empty if there is none. */
    public String returned(String parameter) {
        if (callback == null) {
            throw new AssertionError("still on " + lastResponse());
        }
        String query = callback.getRawQuery();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            if (pair.startsWith(parameter + "=")) {
                return URLDecoder.decode(pair.substring(parameter.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    /** Exchanges the code that came back, for a public client. */
    public Tokens tokens() {
        return Tokens.of(realm.tokenRequest(Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                clientId,
                "code",
                returned("code"),
                "redirect_uri",
                TestRealm.REDIRECT,
                "code_verifier",
                verifier)));
    }

    private void follow(String method, URI address, Map<String, String> form) {
        URI next = address;
        String verb = method;
        for (int i = 0; i < REDIRECTS; i++) {
            Http.Request request = http.request(verb, next.toString());
            String sent = cookies.sentTo(next.getPath());
            if (!sent.isEmpty()) {
                request.header("Cookie", sent);
            }
            if (verb.equals("POST")) {
                request.form(form);
            }
            Response response = request.send();
            cookies.take(response.headers().allValues("Set-Cookie"));
            if (response.status() < 300 || response.status() > 399) {
                last = response;
                return;
            }
            next = next.resolve(response.header("Location").orElseThrow());
            verb = "GET";
            if (next.toString().startsWith(TestRealm.REDIRECT)) {
                callback = next;
                return;
            }
        }
        throw new AssertionError("redirected too often, at last to " + next);
    }

    private String challenge() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
