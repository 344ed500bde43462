package io.portcullis.admin;

import io.portcullis.store.ApiTokenStore;
import io.portcullis.store.ApiTokenStore.Active;
import io.portcullis.store.Database;
import io.portcullis.store.OperatorStore;
import io.portcullis.store.SessionStore;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Tells who somebody is by what they bring. Nothing is remembered from call to call, so that what
 * was taken away is over everywhere once PostgreSQL says so.
 */
final class Callers {
  private static final Caller SET_UP =
      new Caller("set-up token", Rights.EVERYTHING, new Caller.Credential.SetUp());

  private final SetupToken setupToken;
  private final Database database;
  private final ApiTokenStore apiTokens = new ApiTokenStore();
  private final OperatorStore operators = new OperatorStore();
  private final SessionStore sessions = new SessionStore();

  Callers(SetupToken setupToken, Database database) {
    this.setupToken = setupToken;
    this.database = database;
  }

  /** Whose token this is; fails only when PostgreSQL cannot be asked. */
  Future<Optional<Caller>> byToken(String token) {
    if (setupToken.matches(token)) {
      return Future.succeededFuture(Optional.of(SET_UP));
    }
    return ApiTokenText.isWellFormed(token)
        ? apiTokens
            .find(database.policy(), Sha256.of(token))
            .map(found -> found.map(Callers::toCaller))
        : Future.succeededFuture(Optional.empty());
  }

  /** Whose session this is, with the rights they have now. */
  Future<Optional<Caller>> bySession(SessionStore.Owner owner) {
    if (owner.operator() != null) {
      return operators
          .find(database.policy(), owner.operator())
          .map(found -> found.map(Callers::toCaller));
    }
    if (owner.apiToken() != null) {
      return apiTokens
          .find(database.policy(), owner.apiToken())
          .map(found -> found.map(Callers::toCaller));
    }
    byte[] hash = setupToken.hash();
    Buffer began = owner.setupSha256();
    return Future.succeededFuture(
        hash != null && began != null && MessageDigest.isEqual(hash, began.getBytes())
            ? Optional.of(SET_UP)
            : Optional.empty());
  }

  /** Whose a session is that the caller begins. */
  SessionStore.Owner owner(Caller caller) {
    if (caller.credential() instanceof Caller.Credential.ApiToken token) {
      return new SessionStore.Owner(null, token.id(), null);
    }
    if (caller.credential() instanceof Caller.Credential.Operator operator) {
      return new SessionStore.Owner(operator.id(), null, null);
    }
    byte[] hash = setupToken.hash();
    return new SessionStore.Owner(null, null, hash == null ? null : Buffer.buffer(hash));
  }

  /**
   * Asks again in the transaction of a change, behind every revocation that is committed and every
   * session that was ended: a call that was let in before one changes nothing after it.
   */
  Future<Void> requireStill(SqlConnection transaction, Caller caller) {
    return requireSession(transaction, caller)
        .compose(goesOn -> now(transaction, caller))
        .compose(
            found ->
                found.isEmpty()
                    ? Future.failedFuture(ApiProblem.unauthenticated())
                    : found.get().rights().equals(caller.rights())
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                            ApiProblem.conflict(
                                "Your own rights were changed meanwhile. Nothing else was; repeat the call.")));
  }

  private Future<Void> requireSession(SqlConnection transaction, Caller caller) {
    Buffer session = caller.session();
    return session == null
        ? Future.succeededFuture()
        : sessions
            .look(transaction, session)
            .compose(
                found ->
                    found.isPresent()
                        ? Future.succeededFuture()
                        : Future.failedFuture(ApiProblem.unauthenticated()));
  }

  private Future<Optional<Caller>> now(SqlClient sql, Caller caller) {
    if (caller.credential() instanceof Caller.Credential.ApiToken token) {
      return apiTokens.find(sql, token.id()).map(found -> found.map(Callers::toCaller));
    }
    if (caller.credential() instanceof Caller.Credential.Operator operator) {
      return operators.find(sql, operator.id()).map(found -> found.map(Callers::toCaller));
    }
    return Future.succeededFuture(Optional.of(caller));
  }

  private static Caller toCaller(OperatorStore.Active operator) {
    return new Caller(
        "operator " + operator.name(),
        Rights.of(operator.holder()),
        new Caller.Credential.Operator(operator.id()));
  }

  private static Caller toCaller(Active token) {
    return new Caller(
        "API token %s (%s)".formatted(token.name(), token.id()),
        Rights.of(token.holder()),
        new Caller.Credential.ApiToken(token.id()));
  }
}
