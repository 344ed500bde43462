package io.portcullis.cli;

import java.util.List;

/**
 * A call that asks for something to be done, and is not about one item's state.
 *
 * @param group the command that it is under; empty for none
 * @param path in the API document; parameters other than {@code {project}} are those of the command
 * @param needsFields whether it makes no sense without any
 */
record Post(String group, String name, String path, boolean needsFields, String description) {
  static final List<Post> ALL =
      List.of(
          new Post(
              "sign-outs",
              "user",
              "/projects/{project}/users/{issuer}/{subject}/sign-out",
              false,
              "Signs one user out: every token issued until now is refused, for good."),
          new Post(
              "sign-outs",
              "issuer",
              "/projects/{project}/issuers/{issuer}/sign-out",
              false,
              "Signs all users of one issuer out, for good."),
          new Post(
              "sign-outs",
              "everybody",
              "/projects/{project}/sign-out",
              false,
              "Signs all users of the project out, for good."),
          new Post(
              "token-revocations",
              "create",
              "/projects/{project}/token-revocations",
              true,
              "Revokes one token, for good: by 'token' (in a file, or -f - for standard input), 'sha256', or 'issuer' and 'jti'."),
          new Post(
              "tokens",
              "create",
              "/api-tokens",
              true,
              "Makes an API token and shows it, this once."),
          new Post(
              "issuers",
              "test",
              "/projects/{project}/issuers/{issuer}/test",
              false,
              "Fetches what an issuer publishes, and tells what is wrong with it."),
          new Post(
              "",
              "explain",
              "/projects/{project}/explain",
              true,
              "Tells check by check whether a request would be admitted, and what would admit it."));
}
