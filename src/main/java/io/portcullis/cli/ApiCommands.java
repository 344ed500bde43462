package io.portcullis.cli;

import io.portcullis.cli.ItemCommand.Action;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Puts the commands that call the API together. */
final class ApiCommands {
  private ApiCommands() {}

  static void addTo(CommandLine commandLine, Map<String, String> environment) {
    commandLine
        .addSubcommand(new ConfigCommands.Apply(new ApiOptions(environment)))
        .addSubcommand(new ConfigCommands.Export(new ApiOptions(environment)));
    for (Resource resource : Resource.ALL) {
      CommandLine group = group(commandLine, resource.name());
      group.addSubcommand(new ListCommand(resource, new ApiOptions(environment)));
      for (Action action : Action.values()) {
        if (resource.actions().contains(action)) {
          CommandLine command =
              new CommandLine(new ItemCommand(resource, action, new ApiOptions(environment)));
          command.getCommandSpec().usageMessage().description(action.description());
          group.addSubcommand(action.text(), command);
        }
      }
    }
    for (Post post : Post.ALL) {
      CommandLine group = commandLine.getSubcommands().get(post.group());
      (group == null ? commandLine : group)
          .addSubcommand(post.name(), PostCommand.of(post, new ApiOptions(environment)));
    }
    commandLine.addSubcommand(new WhoAmICommand(new ApiOptions(environment)));
    CommandSpec audit = CommandSpec.forAnnotatedObject(new Group());
    audit.usageMessage().description("Checks the history.");
    commandLine.addSubcommand(
        "audit", new CommandLine(audit).addSubcommand(new AuditCommand(environment)));
    commandLine.addSubcommand("completion", completion(commandLine));
  }

  private static CommandLine group(CommandLine commandLine, String name) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new Group());
    spec.usageMessage().description("Calls the API about " + name + ".");
    CommandLine group = new CommandLine(spec);
    commandLine.addSubcommand(name, group);
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
