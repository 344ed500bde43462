package io.portcullis.cli;

import io.portcullis.cli.ItemCommand.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Puts the commands that call the API together. */
final class ApiCommands {
  private static final List<Action> ALL =
      List.of(Action.GET, Action.CREATE, Action.PUT, Action.PATCH, Action.DELETE);

  private ApiCommands() {}

  static void addTo(CommandLine commandLine, Map<String, String> environment) {
    commandLine
        .addSubcommand(new ConfigCommands.Apply(new ApiOptions(environment)))
        .addSubcommand(new ConfigCommands.Export(new ApiOptions(environment)));
    for (Resource resource : Resource.ITEMS) {
      CommandLine group = group(commandLine, resource);
      group.addSubcommand(new ListCommand(resource, new ApiOptions(environment)));
      for (Action action : actions(resource)) {
        CommandLine command =
            new CommandLine(new ItemCommand(resource, action, new ApiOptions(environment)));
        command.getCommandSpec().usageMessage().description(action.description());
        group.addSubcommand(action.text(), command);
      }
    }
    for (Resource resource : Resource.LISTS) {
      group(commandLine, resource)
          .addSubcommand(new ListCommand(resource, new ApiOptions(environment)));
    }
    CommandSpec audit = CommandSpec.forAnnotatedObject(new Group());
    audit.usageMessage().description("Checks the history.");
    commandLine.addSubcommand(
        "audit", new CommandLine(audit).addSubcommand(new AuditCommand(environment)));
    commandLine.addSubcommand("completion", completion(commandLine));
  }

  private static List<Action> actions(Resource resource) {
    List<Action> actions = new ArrayList<>(ALL);
    if (resource.name().equals("issuers")) {
      actions.addAll(List.of(Action.ENABLE, Action.DISABLE));
    }
    if (resource.name().equals("clients")) {
      actions.addAll(List.of(Action.ENABLE, Action.DISABLE, Action.REVOKE, Action.RESTORE));
    }
    return actions;
  }

  private static CommandLine group(CommandLine commandLine, Resource resource) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new Group());
    spec.usageMessage().description("Calls the API about " + resource.name() + ".");
    CommandLine group = new CommandLine(spec);
    commandLine.addSubcommand(resource.name(), group);
    return group;
  }

  private static CommandLine completion(CommandLine all) {
    return new CommandLine(new Completion(all));
  }

  /** Only a name over others. */
  @CommandLine.Command(mixinStandardHelpOptions = true)
  static final class Group implements Runnable {
    @CommandLine.Spec @org.jspecify.annotations.Nullable CommandSpec spec;

    @Override
    public void run() {
      if (spec != null) {
        throw new ParameterException(
            spec.commandLine(),
            "say what to do: " + String.join(", ", spec.subcommands().keySet()));
      }
    }
  }

  /** {@code portcullis completion bash}. */
  @CommandLine.Command(
      mixinStandardHelpOptions = true,
      description = "Writes a script that completes commands: source <(portcullis completion bash)")
  static final class Completion implements Runnable {
    private final CommandLine all;

    /** What it takes: bash reads it, and zsh with bashcompinit. */
    enum Shell {
      bash,
      zsh
    }

    @CommandLine.Parameters(index = "0", description = "${COMPLETION-CANDIDATES}")
    Shell shell = Shell.bash;

    Completion(CommandLine all) {
      this.all = all;
    }

    @Override
    public void run() {
      all.getOut().print(AutoComplete.bash("portcullis", all));
      all.getOut().flush();
    }
  }
}
