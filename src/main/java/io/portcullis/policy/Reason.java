package io.portcullis.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every way a request can be turned away. The list is closed and the codes are API: responses, the
 * rejection log, metrics and the console all use them, and operators filter and alert on them.
 *
 * <p>{@link #advice()} goes to the caller, so it names no configured audience, user or claim.
 */
public enum Reason {
  REQUEST_MALFORMED(
      400, "The request is not valid HTTP.", "Correct the request and send it again."),
  MULTIPLE_CREDENTIALS(
      400,
      "The request carries more than one credential.",
      "Send exactly one Authorization header with one Bearer token."),
  PATH_AMBIGUOUS(
      400,
      "The path can be read in more than one way.",
      "Send a path without dot segments, empty segments, semicolons, backslashes or encoded slashes."),

  TOKEN_MISSING(
      401, "This route needs a token.", "Sign in and send 'Authorization: Bearer ID_TOKEN'."),
  TOKEN_MALFORMED(
      401, "The token is not a well-formed signed JWT.", "Send the ID token exactly as issued."),
  TOKEN_TOO_LARGE(401, "The token is too large.", "Ask the issuer for a token with fewer claims."),
  ALGORITHM_NOT_ALLOWED(
      401,
      "The token is signed with an algorithm that its issuer does not use here.",
      "Use a token signed with an algorithm that this project allows."),
  KEY_UNKNOWN(
      401,
      "The token's key is not among its issuer's keys.",
      "Sign in again to get a token signed with a current key."),
  SIGNATURE_INVALID(
      401, "The token's signature is not valid.", "Send the ID token exactly as issued."),
  ISSUER_UNKNOWN(
      401, "The token's issuer is not trusted here.", "Sign in with an issuer of this project."),
  ISSUER_DISABLED(401, "The token's issuer is switched off.", "Ask the operator of this project."),
  TOKEN_EXPIRED(401, "The token has expired.", "Sign in again or refresh the token."),
  TOKEN_NOT_YET_VALID(
      401, "The token is not valid yet.", "Check the clock of the device that asked for it."),
  CLAIMS_INVALID(
      401,
      "The token lacks a claim or has one of the wrong type.",
      "Send the kind of token that this service expects."),
  AUDIENCE_NOT_ALLOWED(
      401,
      "The token was issued for a client that is not registered here.",
      "Ask the operator of this project to register the client ID."),
  CLIENT_DISABLED(401, "The token's client is switched off.", "Ask the operator of this project."),
  CLIENT_EXPIRED(
      401, "The token's client has expired.", "Ask the operator of this project to renew it."),
  CLIENT_REVOKED(
      401, "The token's client has been revoked.", "Use a current version of the application."),
  AUTHORIZED_PARTY_NOT_ALLOWED(
      401,
      "The token was obtained by a client that is not registered here.",
      "Ask the operator of this project to register the client ID."),
  TOKEN_REVOKED(401, "The token has been revoked.", "Sign in again."),
  SESSION_REVOKED(401, "The user has been signed out.", "Sign in again."),
  TOKEN_INACTIVE(401, "The issuer says that the token is not active.", "Sign in again."),

  USER_NOT_GRANTED(
      403,
      "The user may not use this route.",
      "Ask the operator of this project for access, and quote the request ID."),
  USER_DENIED(
      403,
      "The user is barred from this route.",
      "Ask the operator of this project, and quote the request ID."),
  GRANT_EXPIRED(
      403,
      "The user's access has expired.",
      "Ask the operator of this project to renew it, and quote the request ID."),
  EMAIL_UNVERIFIED(
      403,
      "The user's e-mail address is not verified.",
      "Verify the address with the issuer and sign in again."),
  SIGN_IN_PROVIDER_NOT_ALLOWED(
      403, "This way of signing in is not accepted here.", "Sign in another way."),
  TENANT_NOT_ALLOWED(
      403, "The user's tenant is not accepted here.", "Sign in with another tenant."),
  ORIGIN_NOT_ALLOWED(
      403, "The page's origin is not registered for this client.", "Ask the operator to add it."),
  SCOPE_INSUFFICIENT(
      403, "The token lacks a scope that this route needs.", "Ask for the scope when signing in."),

  ROUTE_NOT_FOUND(404, "No route answers for this host and path.", "Check the address."),
  METHOD_NOT_ALLOWED(
      405, "The route does not answer this method.", "Use one of the methods in the Allow header."),

  BODY_TOO_LARGE(413, "The request body is too large.", "Send a smaller body."),
  HEADERS_TOO_LARGE(431, "The request headers are too large.", "Send fewer or shorter headers."),

  RATE_LIMITED(429, "Too many requests.", "Wait as long as Retry-After says."),

  POLICY_STALE(
      503,
      "This gateway cannot confirm that its policy is current.",
      "Try again in a moment; the gateway recovers by itself."),
  KEYS_UNAVAILABLE(
      503,
      "The issuer's keys cannot be fetched at the moment.",
      "Try again in a moment; the token may well be valid."),
  INTROSPECTION_UNAVAILABLE(
      503, "The issuer cannot be asked about the token at the moment.", "Try again in a moment."),
  BACKEND_UNAVAILABLE(503, "The backend cannot be reached.", "Try again in a moment."),
  OVERLOADED(503, "The gateway is overloaded.", "Try again in a moment."),

  BACKEND_FAILED(502, "The backend broke off or gave no valid answer.", "Try again in a moment."),
  BACKEND_TIMEOUT(504, "The backend did not answer in time.", "Try again in a moment.");

  private final int status;
  private final String title;
  private final String advice;
  private final String code;

  Reason(int status, String title, String advice) {
    this.status = status;
    this.title = title;
    this.advice = advice;
    this.code = name().toLowerCase(Locale.ROOT);
  }

  /** The reason with this {@link #code()}; empty when there is none. */
  public static Optional<Reason> find(String code) {
    return Arrays.stream(values()).filter(reason -> reason.code.equals(code)).findFirst();
  }

  /** The HTTP status a caller sees. */
  public int status() {
    return status;
  }

  /** One sentence for people: what is wrong. */
  public String title() {
    return title;
  }

  /** One sentence for people: what to do next. */
  public String advice() {
    return advice;
  }

  /** The stable snake_case code. */
  public String code() {
    return code;
  }
}
