using System.CommandLine;
using Isaa.Cli.Terminal;
using Isaa.Protocol;
using Isaa.Protocol.Chains.Storing;
using Spectre.Console;

namespace Isaa.Cli.Commands.Chains;

internal static class ChainsAddCommand
{
    public static Command Create(CliContext context)
    {
        var name = new Argument<string>("NAME") { Description = "The chain's name" };
        var file = new Argument<string>("FILE") { Description = "The chain as text; - reads standard input" };
        var description = new Option<string>("--description") { Description = "What it is for", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        var tags = new Option<string[]>("--tag") { Description = "A word to find it by; may be given more than once", HelpName = "TAG" };
        var unknown = new Option<bool>("--allow-unknown") { Description = "Save it although it names what is not there yet" };
        var command = new Command("add", "Checks a chain and saves it, or a new version of it") { name, file, description, tags, unknown };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var text = await InputFile.ReadAsync(context, parsed.GetRequiredValue(file), cancellationToken);
            var saved = await connection.Client.Chains.AddAsync(
                new AddChain
                {
                    Name = parsed.GetRequiredValue(name),
                    Text = text,
                    Description = parsed.GetRequiredValue(description),
                    Tags = parsed.GetValue(tags) ?? [],
                    SavedBy = Environment.UserName,
                    AllowUnknown = parsed.GetValue(unknown),
                },
                cancellationToken);
            Report(context, saved);
            return ExitCode.Ok;
        }));
        return command;
    }

    private static void Report(CliContext context, ChainDetailView saved)
    {
        if (context.Json)
        {
            Verb.WriteJson(context, saved, ProtocolJson.Default.ChainDetailView);
            return;
        }

        var chain = saved.Chain;
        context.Screen.Out.MarkupLine($"[green]✓[/] {SafeText.Markup(chain.Name)} is at version {chain.Version}");
        if (chain.Acceptance == "open")
        {
            context.Screen.Error.MarkupLine($"[dim]It runs once a person has accepted it: isaa chains accept {SafeText.Markup(chain.Name)}@{chain.Version}[/]");
        }
    }
}
