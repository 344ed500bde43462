package io.portcullis.policy;

import io.vavr.collection.HashMap;
import io.vavr.collection.List;
import io.vavr.collection.Map;
import java.time.Instant;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** A project's grants, found by the member they speak of, so that their number costs nothing. */
final class Grants {
  static final Grants NONE = new Grants(HashMap.empty(), HashMap.empty());

  private final Map<String, Grant> byId;
  private final Map<Member, List<Grant>> byMember;

  private Grants(Map<String, Grant> byId, Map<Member, List<Grant>> byMember) {
    this.byId = byId;
    this.byMember = byMember;
  }

  /** Puts {@code grant} in the place of the one with this ID, or removes that one. */
  Grants with(String id, @Nullable Grant grant) {
    Grant old = byId.getOrElse(id, null);
    Map<Member, List<Grant>> members = old == null ? byMember : without(old);
    if (grant == null) {
      return new Grants(byId.remove(id), members);
    }
    List<Grant> same = members.getOrElse(grant.member(), List.empty());
    return new Grants(byId.put(id, grant), members.put(grant.member(), same.prepend(grant)));
  }

  private Map<Member, List<Grant>> without(Grant old) {
    List<Grant> rest = byMember.getOrElse(old.member(), List.empty()).remove(old);
    return rest.isEmpty() ? byMember.remove(old.member()) : byMember.put(old.member(), rest);
  }

  Iterable<Member> members() {
    return byMember.keySet();
  }

  /** What the grants of any of {@code members} say about {@code route}; a denial wins. */
  Answer ask(Iterable<Member> members, Route route, Instant now) {
    Answer answer = Answer.NOTHING;
    for (Member member : members) {
      for (Grant grant : byMember.getOrElse(member, List.empty())) {
        if (grant.covers(route)) {
          answer = answer.and(grant, now);
        }
      }
      if (answer == Answer.DENIED) {
        return answer;
      }
    }
    return answer;
  }

  /** The grants of any of {@code members} that are about {@code route}, expired ones too. */
  java.util.List<Grant> covering(Iterable<Member> members, Route route) {
    java.util.List<Grant> covering = new ArrayList<>();
    for (Member member : members) {
      byMember
          .getOrElse(member, List.empty())
          .filter(grant -> grant.covers(route))
          .forEach(covering::add);
    }
    return covering;
  }

  /** In rising order of weight: the weightiest grant decides. */
  enum Answer {
    NOTHING,
    EXPIRED,
    ALLOWED,
    DENIED;

    private Answer and(Grant grant, Instant now) {
      Answer other = of(grant, now);
      return other.compareTo(this) > 0 ? other : this;
    }

    private static Answer of(Grant grant, Instant now) {
      if (grant.isExpired(now)) {
        return grant.effect() == Grant.Effect.ALLOW ? EXPIRED : NOTHING;
      }
      return grant.effect() == Grant.Effect.ALLOW ? ALLOWED : DENIED;
    }
  }
}
