package io.portcullis.admin;

import java.util.List;
import java.util.Set;

/** A refusal that the caller can do something about; becomes problem+json (RFC 9457). */
final class ApiProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String title;
  private final String detail;
  private final transient List<Violation> violations;
  private String permission = "";

  private ApiProblem(
      int status, String code, String title, String detail, List<Violation> violations) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
    this.title = title;
    this.detail = detail;
    this.violations = List.copyOf(violations);
  }

  static ApiProblem invalid(List<Violation> violations) {
    return new ApiProblem(
        400,
        "invalid_request",
        "The request is not valid.",
        "Correct what 'violations' names and send it again.",
        violations);
  }

  static ApiProblem invalid(String field, String message) {
    return invalid(List.of(new Violation(field, message)));
  }

  static ApiProblem unauthenticated() {
    return new ApiProblem(
        401,
        "unauthenticated",
        "The request has no valid credential.",
        "Send 'Authorization: Bearer TOKEN' with the set-up token or an API token that is neither revoked nor expired.",
        List.of());
  }

  /**
   * Whoever it is may not.
   *
   * @param permission what their role lacks; empty where no role has it
   */
  static ApiProblem forbidden(String permission, String detail) {
    ApiProblem problem =
        new ApiProblem(403, "permission_missing", "You may not do this.", detail, List.of());
    problem.permission = permission;
    return problem;
  }

  static ApiProblem notFound(String what) {
    return new ApiProblem(
        404, "not_found", "There is no such thing.", what + " does not exist.", List.of());
  }

  static ApiProblem methodNotAllowed(Set<String> allowed) {
    return new ApiProblem(
        405,
        "method_not_allowed",
        "The method is not one of this resource.",
        "Use %s.".formatted(String.join(" or ", allowed)),
        List.of());
  }

  static ApiProblem conflict(String detail) {
    return new ApiProblem(
        409, "conflict", "The change does not fit what is there.", detail, List.of());
  }

  static ApiProblem stale(String detail) {
    return new ApiProblem(
        412, "precondition_failed", "The resource is not as you last saw it.", detail, List.of());
  }

  static ApiProblem preconditionRequired() {
    return new ApiProblem(
        428,
        "precondition_required",
        "The resource exists already.",
        "Read it, then send its ETag as If-Match, so that nobody else's change is lost.",
        List.of());
  }

  static ApiProblem tooLarge() {
    return new ApiProblem(
        413, "body_too_large", "The body is too large.", "Send at most 1 MiB.", List.of());
  }

  static ApiProblem unsupportedMediaType() {
    return new ApiProblem(
        415,
        "unsupported_media_type",
        "The body is of the wrong type.",
        "Send JSON with 'Content-Type: application/json'.",
        List.of());
  }

  static ApiProblem tooMany(String detail) {
    return new ApiProblem(429, "rate_limited", "Too many calls at a time.", detail, List.of());
  }

  static ApiProblem tooManyGuesses() {
    return tooMany(
        "Too many wrong credentials came from this network. Nothing was asked about this one; try again in a minute.");
  }

  static ApiProblem unavailable(String code, String title, String detail) {
    return new ApiProblem(503, code, title, detail, List.of());
  }

  static ApiProblem internal() {
    return new ApiProblem(
        500,
        "internal_error",
        "Something went wrong here.",
        "Tell the operator of this server the request ID; its log says more.",
        List.of());
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String title() {
    return title;
  }

  String detail() {
    return detail;
  }

  List<Violation> violations() {
    return violations;
  }

  /** The permission that is missing; empty when it is not about one. */
  String permission() {
    return permission;
  }
}
