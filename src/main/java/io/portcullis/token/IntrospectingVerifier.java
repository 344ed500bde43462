package io.portcullis.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.portcullis.policy.Issuer;
import io.portcullis.policy.Project;
import io.portcullis.policy.Reason;
import io.portcullis.policy.TokenCheck;
import io.portcullis.settings.Networks;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies opaque tokens by asking their issuer (RFC 7662). One instance serves all event loops.
 *
 * <p>An answer is believed for as long as the token lives and no longer than a minute; it is a fact
 * about the token and no decision: client, grants, revocations and sign-outs are asked anew for
 * every request. A token is asked about once at a time, however many requests carry it.
 */
public final class IntrospectingVerifier implements TokenVerifier {
  private static final Logger LOG = LoggerFactory.getLogger(IntrospectingVerifier.class);

  private static final int LONGEST_TOKEN = 16 * 1024;
  private static final Duration ACTIVE_FOR = Duration.ofSeconds(60);
  private static final Duration INACTIVE_FOR = Duration.ofSeconds(5);
  private static final int MOST_ANSWERS = 20_000;
  private static final int MOST_UNDER_WAY = 256;

  private final Vertx vertx;
  private final InstantSource clock;
  private final Introspection introspection;
  private final Cache<Key, Answer> answers =
      Caffeine.newBuilder()
          .maximumSize(MOST_ANSWERS)
          .expireAfterWrite(ACTIVE_FOR)
          .executor(Runnable::run)
          .build();
  private final ConcurrentMap<Key, Future<TokenCheck>> underWay = new ConcurrentHashMap<>();

  /** Issuers that have been reported not to answer, so that each outage is reported once. */
  private final Set<String> silent = ConcurrentHashMap.newKeySet();

  /**
   * @param networks where endpoints may be besides the public Internet
   * @param secrets the directory of the gateway's secrets, or null
   */
  public IntrospectingVerifier(
      Vertx vertx, Networks networks, InstantSource clock, @Nullable Path secrets) {
    this.vertx = vertx;
    this.clock = clock;
    this.introspection =
        new Introspection(
            new GuardedFetch(vertx, new IssuerUrls(networks), Resolver.ofSystem(vertx), null),
            new SecretFiles(vertx, secrets));
  }

  /** A token, which is not kept, and the definition of the issuer that was asked about it. */
  private record Key(TokenDigest token, Issuer issuer) {}

  /** What the issuer said, and until when that is believed. */
  private record Answer(TokenCheck check, Instant until) {}

  /** Questions to issuers have bounds of their own. */
  @Override
  public boolean isCheap(Project project, String token, Instant now) {
    return true;
  }

  @Override
  public Future<TokenCheck> verify(Project project, String token, Instant now) {
    Issuer issuer = project.findIntrospection();
    if (token.length() > LONGEST_TOKEN) {
      return failed(Reason.TOKEN_TOO_LARGE, token.length() + " characters");
    }
    if (issuer == null || !OpaqueToken.is(token)) {
      return failed(Reason.TOKEN_MALFORMED, "no opaque token, or nobody to ask about it");
    }
    if (!issuer.enabled()) {
      return failed(Reason.ISSUER_DISABLED, "issuer " + issuer.id());
    }
    Key key = new Key(TokenDigest.of(project.id(), token), issuer);
    Answer known = answers.getIfPresent(key);
    return known != null && now.isBefore(known.until())
        ? Future.succeededFuture(known.check())
        : ask(key, token);
  }

  /** Comes back to the caller's event loop, whoever asked first. */
  private Future<TokenCheck> ask(Key key, String token) {
    Context caller = vertx.getOrCreateContext();
    Promise<TokenCheck> here = Promise.promise();
    Promise<TokenCheck> mine = Promise.promise();
    Future<TokenCheck> asked = underWay.get(key);
    if (asked == null) {
      if (underWay.size() >= MOST_UNDER_WAY) {
        return failed(
            Reason.INTROSPECTION_UNAVAILABLE, MOST_UNDER_WAY + " questions are under way already");
      }
      asked = underWay.putIfAbsent(key, mine.future());
    }
    if (asked == null) {
      asked = mine.future();
      introspect(key.issuer(), token)
          .onComplete(
              done -> {
                remember(key, done.result());
                underWay.remove(key);
                mine.complete(done.result());
              });
    }
    asked.onComplete(done -> caller.runOnContext(back -> here.complete(done.result())));
    return here.future();
  }

  /** Never fails: that nobody knows is a check too. */
  private Future<TokenCheck> introspect(Issuer issuer, String token) {
    return introspection
        .ask(issuer, token)
        .onSuccess(
            check -> {
              if (silent.remove(name(issuer))) {
                LOG.info("{} answers again", name(issuer));
              }
            })
        .otherwise(failure -> unavailable(issuer, failure));
  }

  private TokenCheck unavailable(Issuer issuer, Throwable failure) {
    if (silent.add(name(issuer))) {
      LOG.warn("{} cannot be asked about tokens: {}", name(issuer), failure.getMessage());
    }
    return new TokenCheck.Failed(
        Reason.INTROSPECTION_UNAVAILABLE, String.valueOf(failure.getMessage()), null);
  }

  private static String name(Issuer issuer) {
    return "Issuer '%s' of project '%s'".formatted(issuer.id(), issuer.project());
  }

  private void remember(Key key, TokenCheck check) {
    Instant now = clock.instant();
    if (check instanceof TokenCheck.Verified verified) {
      Instant end = verified.token().claims().expiresAt();
      Instant latest = now.plus(ACTIVE_FOR);
      answers.put(key, new Answer(check, end.isBefore(latest) ? end : latest));
    } else if (((TokenCheck.Failed) check).reason() != Reason.INTROSPECTION_UNAVAILABLE) {
      answers.put(key, new Answer(check, now.plus(INACTIVE_FOR)));
    }
  }

  private static Future<TokenCheck> failed(Reason reason, String detail) {
    return Future.succeededFuture(new TokenCheck.Failed(reason, detail, null));
  }
}
