package io.portcullis;

import io.portcullis.cli.PortcullisCommand;

/** Runs the command line. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(PortcullisCommand.run(arguments));
  }
}
