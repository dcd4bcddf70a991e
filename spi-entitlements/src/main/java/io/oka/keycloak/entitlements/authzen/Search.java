package io.oka.keycloak.entitlements.authzen;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.apikeys.ApiKeySettings;
import io.oka.keycloak.common.http.RequestId;
import io.oka.keycloak.entitlements.authzen.Question.Open;
import io.oka.keycloak.entitlements.authzen.SearchRepresentation.ResultRepresentation;
import io.oka.keycloak.entitlements.decision.Prospects;
import io.oka.keycloak.entitlements.decision.Prospects.Prospect;
import io.oka.keycloak.entitlements.decision.Subject;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import javax.crypto.SecretKey;
import org.jboss.logging.Logger;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The three searches: a question with one part left open, and all that makes it a yes. Of a type that is not known here,
 * and in a tenant that the caller may not know of, nothing is found.
 */
final class Search {

    private static final Logger LOG = Logger.getLogger(Search.class);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Asker asker;

    Search(KeycloakSession session, RealmModel realm, Asker asker) {
        this.session = session;
        this.realm = realm;
        this.asker = asker;
    }

    /**
     * Finds those who may.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for a malformed request, 403 for a member of too low a
     *     role
     */
    SearchRepresentation subjects(ObjectNode request) {
        return search(request, Open.SUBJECT, (question, page) -> {
            if (!asker.mayAskAboutAnyone(question.tenantId())) {
                return page.nothing();
            }
            Prospects prospects = prospects(question);
            // Else a tenant that may do nothing would be looked through page by page.
            return prospects.isOpen(question.request())
                    ? new SubjectSearch(session, realm, prospects).run(question, page)
                    : page.nothing();
        });
    }

    /** Finds the services of the tenant's plan that the subject may use so. Throws as {@link #subjects}. */
    SearchRepresentation resources(ObjectNode request) {
        return search(request, Open.RESOURCE, (question, page) -> {
            Subject subject = asker.subject(question);
            Prospects prospects = prospects(question);
            return page(
                    page,
                    prospects.services(),
                    service -> new Prospect<>(
                            ResultRepresentation.service(service, question.tenantId()),
                            subject,
                            question.request(question.action(), service),
                            null),
                    prospects);
        });
    }

    /**
     * Finds the actions that the subject may do with the service, among those that are known: a key's own scopes, for
     * anyone else the operator's list of scopes, since nothing but a scope tells one action from another. A name that
     * ends in {@code *} stands for all that begin so. Throws as {@link #subjects}.
     */
    SearchRepresentation actions(ObjectNode request) {
        return search(request, Open.ACTION, (question, page) -> {
            Subject subject = asker.subject(question);
            Collection<String> known =
                    subject instanceof Subject.Key key ? key.scopes() : ApiKeySettings.KEY_SCOPES.in(realm);
            return page(
                    page,
                    known,
                    action -> new Prospect<>(
                            ResultRepresentation.action(action),
                            subject,
                            question.request(action, question.resource().id()),
                            null),
                    prospects(question));
        });
    }

    /** Answers one question with a part left open. */
    private interface Answering {

        SearchRepresentation answer(Question question, SearchPage page);
    }

    private SearchRepresentation search(ObjectNode request, Open open, Answering answering) {
        Question question = Question.read(request, open);
        SearchPage page = SearchPage.read(request, open, key());
        SearchRepresentation found = question.isOfKnownTypes() ? answering.answer(question, page) : page.nothing();
        LOG.debugf(
                "search for=%s caller=%s request=%s found=%d",
                open, asker.key(), RequestId.of(session), found.results().size());
        return found;
    }

    private Prospects prospects(Question question) {
        return new Prospects(session, realm, question.tenantId());
    }

    private static SearchRepresentation page(
            SearchPage page,
            Collection<String> names,
            Function<String, Prospect<ResultRepresentation>> prospect,
            Prospects prospects) {
        List<String> rows = names.stream()
                .sorted()
                .filter(name -> page.after() == null || name.compareTo(page.after()) > 0)
                .limit(page.max())
                .toList();
        return page.answer(
                rows,
                name -> name,
                given -> prospects.allowed(given.stream().map(prospect).toList()));
    }

    private SecretKey key() {
        // Every realm has one: Keycloak signs its own tokens with it, and makes it where it is missing.
        return session.keys().getActiveKey(realm, KeyUse.SIG, Algorithm.HS512).getSecretKey();
    }
}
