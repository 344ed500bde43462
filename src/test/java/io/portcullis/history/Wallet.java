package io.portcullis.history;

import io.portcullis.history.History.Act;
import io.portcullis.testing.OpenIdProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The tokens that callers hold: one in use for each client and user, and those that were in use
 * once and are tried again, as whoever stole one would. Any thread may draw; one thread renews.
 *
 * <p>A token needs two rights of its own besides client and user: its session, which every token of
 * a user shares until the user is signed out, and itself. Both are given by issuing it.
 */
final class Wallet {
  private static final int KEPT = 200;

  private final OpenIdProvider provider;
  private final History history;
  private final List<String> clients;
  private final Map<String, Token> inUse = new ConcurrentHashMap<>();
  private final List<String> keys = new ArrayList<>();
  private final List<Token> retired = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> sessions = new ConcurrentHashMap<>();
  private final AtomicInteger issued = new AtomicInteger();

  /**
   * A token and the rights that it needs.
   *
   * @param name its {@code jti}, which is the right to use it as well
   */
  record Token(String text, String name, String client, String user, List<String> rights) {}

  Wallet(OpenIdProvider provider, History history, List<String> clients, List<String> users) {
    this.provider = provider;
    this.history = history;
    this.clients = clients;
    users.forEach(this::startSession);
    keys.addAll(inUse.keySet());
  }

  /** The right that every token of the user needs which was issued since the last sign-out. */
  String session(String user) {
    return "session-" + sessions.get(user) + "-of-" + user;
  }

  /** Gives the user new tokens; those from before the sign-out are kept to be tried again. */
  void startSession(String user) {
    sessions.merge(user, 1, Integer::sum);
    given(session(user));
    clients.forEach(client -> replace(client, user));
  }

  /** Gives the user another token of this client. */
  void replace(String client, String user) {
    String name = "token-" + issued.incrementAndGet();
    String text = provider.token(client, user + "@example.com", Map.of("jti", name));
    given(name);
    Token token = new Token(text, name, client, user, List.of(client, user, session(user), name));
    Token old = inUse.put(client + " " + user, token);
    if (old != null) {
      retired.add(old);
      if (retired.size() > KEPT) {
        retired.remove(0);
      }
    }
  }

  private void given(String right) {
    long now = System.nanoTime();
    history.add(new Act(right, true, now, now, true));
  }

  Token inUse(Random random) {
    return inUse.get(keys.get(random.nextInt(keys.size())));
  }

  /** Mostly one in use, sometimes an old one. */
  Token any(Random random) {
    int size = retired.size();
    return size > 0 && random.nextInt(4) == 0
        ? retired.get(random.nextInt(Math.min(size, KEPT - 1)))
        : inUse(random);
  }
}
