using System.CommandLine;
using Isaa.Chains.Drawing;
using Isaa.Cli.Connecting;
using Isaa.Cli.Terminal;
using Isaa.Protocol;
using Isaa.Protocol.Chains;
using Isaa.Protocol.Chains.Storing;

namespace Isaa.Cli.Commands.Chains;

internal static class ChainsGraphCommand
{
    public static Command Create(CliContext context)
    {
        var name = new Argument<string?>("NAME") { Description = "The chain's name, NAME@VERSION, or with --file a file", Arity = ArgumentArity.ZeroOrOne };
        var isFile = new Option<bool>("--file") { Description = "NAME is a file with the chain's text; - reads standard input" };
        var run = new Option<string?>("--run") { Description = "Draw the chain of this run, with what happened at each node", HelpName = "ID" };
        var format = new Option<string>("--format") { Description = "tree, mermaid, dot or json", HelpName = "FORMAT", DefaultValueFactory = _ => "tree" };
        format.AcceptOnlyFromAmong("tree", "mermaid", "dot", "json");
        var command = new Command("graph", "Draws a chain") { name, isFile, run, format };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var chains = connection.Client.Chains;
            var graph = (parsed.GetValue(run), parsed.GetValue(name)) switch
            {
                ({ } id, null) => await chains.DrawRunAsync(await JobReference.ResolveAsync(connection.Client, id, cancellationToken), cancellationToken),
                (null, { } file) when parsed.GetValue(isFile) => await chains.DrawAsync(new AddChain { Text = await InputFile.ReadAsync(context, file, cancellationToken) }, cancellationToken),
                (null, { } stored) => await chains.DrawAsync(stored, cancellationToken),
                _ => throw new CliException(ExitCode.BadInput, "usage", "Which chain? Give its name, or --run and a run's id. See: isaa chains graph --help"),
            };
            Write(context, graph, context.Json ? "json" : parsed.GetRequiredValue(format));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static void Write(CliContext context, ChainGraph graph, string format)
    {
        if (format == "json")
        {
            Verb.WriteJson(context, graph, ProtocolJson.Default.ChainGraph);
            return;
        }

        context.Screen.Writer.Write(SafeText.Clean(format switch
        {
            "mermaid" => MermaidText.Write(graph),
            "dot" => DotText.Write(graph),
            _ => ChainTree.Write(graph),
        }));
    }
}
