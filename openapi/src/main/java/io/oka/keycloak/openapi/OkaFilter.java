package io.oka.keycloak.openapi;

import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.jboss.jandex.IndexView;

/**
 * Adds to what the annotations say all that is the same everywhere, so that resources need not repeat it. The Maven
 * plugin makes it, once for each document.
 */
public final class OkaFilter implements OASFilter {

    private final IndexView index;

    /**
     * @param index the classes that the document is made from
     */
    public OkaFilter(IndexView index) {
        this.index = index;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getComponents() == null) {
            document.setComponents(OASFactory.createComponents());
        }
        Introduction.write(document);
        List<Call> calls = Call.of(document);
        OperatorTwins.tellApart(document, calls);
        Security.demand(document, calls);
        new Problems(document).answer(calls);
        AnswerHeaders.add(document, calls);
        Parameters.complete(document, calls);
        new RecordSchemas(index).complete(document);
        Order.sort(document);
    }
}
