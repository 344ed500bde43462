package io.portcullis.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code portcullis whoami}. */
@Command(
    name = "whoami",
    mixinStandardHelpOptions = true,
    description = "Tells whose token PORTCULLIS_TOKEN is, and what it may do.")
final class WhoAmICommand implements Callable<Integer> {
  @Mixin final ApiOptions options;

  WhoAmICommand(ApiOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() {
    options.terminal().item(options.api().send("GET", "/whoami", null).json());
    return 0;
  }
}
