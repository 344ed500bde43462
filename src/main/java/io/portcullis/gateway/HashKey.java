package io.portcullis.gateway;

import io.portcullis.backend.StableHash;
import io.portcullis.policy.LoadBalancing;
import io.portcullis.policy.LoadBalancing.HashBy;
import io.portcullis.policy.VerifiedToken;
import org.jspecify.annotations.Nullable;

/** What a request is hashed by, where its backend or its target depends on a hash. */
final class HashKey {
  private HashKey() {}

  static long of(Admitted admitted) {
    LoadBalancing balancing = admitted.allow().backend().loadBalancing();
    if (balancing.method() != LoadBalancing.Method.CONSISTENT_HASH) {
      return 0;
    }
    String value = value(admitted, balancing);
    return StableHash.of(value == null ? admitted.exchange().caller().address() : value);
  }

  /** The user, or the address of a caller without a token. */
  static long ofCaller(Admitted admitted) {
    VerifiedToken token = admitted.allow().token();
    return StableHash.of(token == null ? admitted.exchange().caller().address() : user(token));
  }

  private static String user(VerifiedToken token) {
    return token.claims().issuer() + " " + token.claims().subject();
  }

  private static @Nullable String value(Admitted admitted, LoadBalancing balancing) {
    VerifiedToken token = admitted.allow().token();
    if (balancing.by() == HashBy.USER && token != null) {
      return user(token);
    }
    return balancing.by() == HashBy.HEADER && balancing.header() != null
        ? admitted.exchange().request().getHeader(balancing.header())
        : null;
  }
}
