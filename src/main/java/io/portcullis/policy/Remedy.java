package io.portcullis.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change of policy that takes away the reason why a request was rejected. There may be another
 * reason behind it.
 *
 * @param change what the policy would be told
 */
public record Remedy(Kind kind, ItemChange change) {

  /** What an operator would do. */
  public enum Kind {
    ENABLE_ISSUER,
    REGISTER_CLIENT,
    ENABLE_CLIENT,
    RENEW_CLIENT,
    RESTORE_CLIENT,
    GRANT,
    RENEW_GRANT,
    REMOVE_DENIAL
  }

  /**
   * The smallest change that takes away the reason of {@code deny}; empty when none does, such as
   * for a token that has expired or was revoked.
   *
   * @param check of the token, whose claims are taken for what they say
   */
  public static Optional<Remedy> of(
      PolicySnapshot policy, Decision.Deny deny, TokenCheck check, Instant now) {
    Route route = deny.route();
    TokenClaims claims = deny.claims();
    Project project = route == null ? null : policy.project(route.project()).orElse(null);
    Issuer issuer =
        project == null || claims == null ? null : project.issuerOf(claims.issuer()).orElse(null);
    return project == null || route == null || claims == null || issuer == null
        ? Optional.empty()
        : Optional.ofNullable(
            new Search(project, route, issuer, claims, now).by(deny.reason(), check));
  }

  /** What is known when a remedy is looked for. */
  private record Search(
      Project project, Route route, Issuer issuer, TokenClaims claims, Instant now) {

    @Nullable Remedy by(Reason reason, TokenCheck check) {
      return switch (reason) {
        case ISSUER_DISABLED ->
            new Remedy(
                Kind.ENABLE_ISSUER, item(ItemChange.Kind.ISSUER, issuer.id(), issuer.enable()));
        case AUDIENCE_NOT_ALLOWED -> register(claims.audiences().get(0));
        case AUTHORIZED_PARTY_NOT_ALLOWED ->
            claims.authorizedParty() == null ? null : admit(claims.authorizedParty());
        case CLIENT_DISABLED, CLIENT_EXPIRED, CLIENT_REVOKED -> admitKnown();
        case USER_NOT_GRANTED, EMAIL_UNVERIFIED -> grant(check);
        case GRANT_EXPIRED -> renewGrant();
        case USER_DENIED -> removeDenial();
        default -> null;
      };
    }

    private @Nullable Remedy admitKnown() {
      for (String audience : claims.audiences()) {
        Client client = project.findClient(audience);
        if (client != null && client.issuer().equals(issuer.id())) {
          return admit(audience);
        }
      }
      return null;
    }

    private @Nullable Remedy admit(String id) {
      Client client = project.findClient(id);
      if (client == null) {
        return register(id);
      }
      if (!client.issuer().equals(issuer.id())) {
        return null; // it is another issuer's, and one ID means one client
      }
      return switch (client.state()) {
        case DISABLED -> change(Kind.ENABLE_CLIENT, client.with(Client.State.ENABLED));
        case REVOKED -> change(Kind.RESTORE_CLIENT, client.with(Client.State.ENABLED));
        case ENABLED -> change(Kind.RENEW_CLIENT, client.expiring(null));
      };
    }

    /** An ID that another issuer's client has already is nobody's to register twice. */
    private @Nullable Remedy register(String id) {
      return project.findClient(id) != null || isFirebase()
          ? null
          : change(
              Kind.REGISTER_CLIENT,
              new Client(project.id(), id, issuer.id(), id, Client.State.ENABLED, null));
    }

    /** Its one audience is fixed. */
    private boolean isFirebase() {
      return issuer.kind() == Issuer.Kind.FIREBASE;
    }

    private Remedy change(Kind kind, Client client) {
      return new Remedy(kind, item(ItemChange.Kind.CLIENT, client.id(), client));
    }

    /** By the verified address, as people know users, or else by the subject. */
    private Remedy grant(TokenCheck check) {
      Member member =
          check instanceof TokenCheck.Verified verified
                  && verified.token().email() != null
                  && claims.emailVerified()
              ? Member.user(verified.token().email().address())
              : Member.subject(issuer.id(), claims.subject());
      String id = "explained-" + Integer.toHexString(member.hashCode());
      return new Remedy(
          Kind.GRANT,
          item(
              ItemChange.Kind.GRANT,
              id,
              new Grant(project.id(), id, member, Grant.Effect.ALLOW, Set.of(route.id()), null)));
    }

    private @Nullable Remedy renewGrant() {
      return grants().stream()
          .filter(grant -> grant.effect() == Grant.Effect.ALLOW && grant.isExpired(now))
          .findFirst()
          .map(
              grant ->
                  new Remedy(
                      Kind.RENEW_GRANT,
                      item(ItemChange.Kind.GRANT, grant.id(), grant.expiring(null))))
          .orElse(null);
    }

    private @Nullable Remedy removeDenial() {
      return grants().stream()
          .filter(grant -> grant.effect() == Grant.Effect.DENY && !grant.isExpired(now))
          .findFirst()
          .map(
              grant ->
                  new Remedy(Kind.REMOVE_DENIAL, item(ItemChange.Kind.GRANT, grant.id(), null)))
          .orElse(null);
    }

    /** Those that the decision asks, and those of an address that nobody vouches for. */
    private List<Grant> grants() {
      List<Member> members = new ArrayList<>(Members.of(issuer, claims));
      members.addAll(Members.byEmail(issuer, claims));
      claims.audiences().forEach(id -> members.add(Member.client(id)));
      if (claims.authorizedParty() != null) {
        members.add(Member.client(claims.authorizedParty()));
      }
      return project.grants().covering(members, route);
    }

    private ItemChange item(ItemChange.Kind kind, String id, @Nullable PolicyItem item) {
      return new ItemChange(kind, project.id(), id, item);
    }
  }
}
