using System.CommandLine;
using Isaa.Cli.Rendering;
using Isaa.Protocol;
using Isaa.Protocol.Functions;

namespace Isaa.Cli.Commands.Functions;

internal static class FunctionsListCommand
{
    public static Command Create(CliContext context)
    {
        var text = new Argument<string?>("TEXT") { Description = "Words in name, description or tags", Arity = ArgumentArity.ZeroOrOne };
        var tag = new Option<string?>("--tag") { Description = "Only functions with this tag", HelpName = "TAG" };
        var waiting = new Option<bool>("--waiting") { Description = "Only those whose newest version nobody has accepted" };
        var after = new Option<string?>("--after") { Description = "Only names after this one, to read on", HelpName = "NAME" };
        var limit = new Option<int>("--limit") { Description = "At most this many, 1 to 500", HelpName = "N", DefaultValueFactory = _ => 100 };
        var command = new Command("list", "Lists functions by name") { text, tag, waiting, after, limit };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var filter = new FunctionFilter
            {
                Text = parsed.GetValue(text),
                Tag = parsed.GetValue(tag),
                Accepted = parsed.GetValue(waiting) ? false : null,
                After = parsed.GetValue(after),
                Limit = parsed.GetValue(limit),
            };
            var page = await connection.Client.Functions.ListAsync(filter, cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, page, ProtocolJson.Default.FunctionPage);
            }
            else
            {
                FunctionTable.Write(context, page);
            }

            return ExitCode.Ok;
        }));
        return command;
    }
}
