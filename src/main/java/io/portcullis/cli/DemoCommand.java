package io.portcullis.cli;

import io.portcullis.demo.Demo;
import io.portcullis.settings.Settings;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code portcullis demo}. */
@Command(
    name = "demo",
    description = "Runs everything on this machine, with a sample project to try it out.")
final class DemoCommand implements Callable<Integer> {
  @Override
  public Integer call() throws IOException, InterruptedException {
    Settings settings =
        Settings.read(System.getenv(), PortcullisCommand.settingsFile(), Settings.Defaults.DEMO);
    Demo demo = Demo.start(settings);
    System.out.println(demo.instructions());
    ServeCommand.untilStopped(demo);
    return 0;
  }
}
