package io.portcullis.gateway;

import io.portcullis.backend.StableHash;
import io.portcullis.policy.LoadBalancing;
import io.portcullis.policy.LoadBalancing.HashBy;
import io.portcullis.policy.VerifiedToken;
import org.jspecify.annotations.Nullable;

/** What a request is hashed by where its backend is balanced by a hash. */
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

  private static @Nullable String value(Admitted admitted, LoadBalancing balancing) {
    VerifiedToken token = admitted.allow().token();
    if (balancing.by() == HashBy.USER && token != null) {
      return token.claims().issuer() + " " + token.claims().subject();
    }
    return balancing.by() == HashBy.HEADER && balancing.header() != null
        ? admitted.exchange().request().getHeader(balancing.header())
        : null;
  }
}
