package io.portcullis.token;

import io.portcullis.policy.Issuer;
import io.portcullis.policy.Reason;
import io.portcullis.policy.TokenCheck;
import io.portcullis.settings.Networks;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tries an issuer out as a gateway would, and says what it finds. Changes nothing. */
public final class IssuerProbe {
  private final GuardedFetch fetch;
  private final JwksReader reader = new JwksReader(Crypto.fastest());
  private final Introspection introspection;

  /**
   * @param networks where issuers may be besides the public Internet
   * @param secrets the directory of secrets for introspection endpoints, or null
   */
  public IssuerProbe(Vertx vertx, Networks networks, @Nullable Path secrets) {
    this.fetch = new GuardedFetch(vertx, new IssuerUrls(networks), Resolver.ofSystem(vertx), null);
    this.introspection = new Introspection(fetch, new SecretFiles(vertx, secrets));
  }

  /** Call it on an event loop. It never fails: what is wrong is in the report. */
  public Future<IssuerReport> probe(Issuer issuer) {
    return issuer.kind() == Issuer.Kind.INTROSPECTION ? probeEndpoint(issuer) : probeKeys(issuer);
  }

  private Future<IssuerReport> probeKeys(Issuer issuer) {
    return place(issuer)
        .compose(
            url ->
                fetch
                    .get(url)
                    .map(document -> report(issuer, url, document))
                    .otherwise(failure -> IssuerReport.problem(url, message(failure))))
        .otherwise(failure -> IssuerReport.problem(null, message(failure)));
  }

  private Future<String> place(Issuer issuer) {
    KeySource source = KeySource.of(issuer);
    String discoveryUri = source.discoveryUri();
    if (source.jwksUri() != null) {
      return Future.succeededFuture(source.jwksUri());
    }
    return discoveryUri == null
        ? Future.failedFuture(new FetchException("the issuer has no place for its keys"))
        : fetch.get(discoveryUri).compose(document -> KeyLoader.jwksUri(source, document));
  }

  private IssuerReport report(Issuer issuer, String url, FetchedDocument document) {
    List<IssuerReport.Key> keys;
    try {
      keys = reader.inspect(document.body().getBytes(), issuer.algorithms());
    } catch (StrictJson.MalformedException malformed) {
      return IssuerReport.problem(url, url + " " + malformed.getMessage());
    }
    List<String> problems = new ArrayList<>();
    if (keys.stream().allMatch(key -> key.problem() != null)) {
      problems.add(
          "no key can check a token signed with " + String.join(", ", issuer.algorithms()));
    }
    return new IssuerReport(url, document.maxAge(), keys, problems);
  }

  /** Asks about a token that nobody issued, so the answer has to be that it is not active. */
  private Future<IssuerReport> probeEndpoint(Issuer issuer) {
    return introspection
        .ask(issuer, "test-" + UUID.randomUUID())
        .map(
            check ->
                check instanceof TokenCheck.Failed failed
                        && failed.reason() == Reason.TOKEN_INACTIVE
                    ? new IssuerReport(null, null, List.of(), List.of())
                    : IssuerReport.problem(null, "a token that nobody issued is called active"))
        .otherwise(failure -> IssuerReport.problem(null, message(failure)));
  }

  private static String message(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }
}
