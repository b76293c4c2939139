using System.CommandLine;
using Isaa.Cli.Rendering;
using Isaa.Protocol;

namespace Isaa.Cli.Commands.Functions;

internal static class FunctionsAddCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("FILE") { Description = "A definition as YAML or JSON, or source code (.py, .js, .cs); - reads a definition from standard input" };
        var name = new Option<string?>("--name") { Description = "For source code: the function's name, else the file's", HelpName = "NAME" };
        var description = new Option<string?>("--description") { Description = "For source code: what it does", HelpName = "TEXT" };
        var tag = new Option<string[]>("--tag") { Description = "For source code: a word to find it by; may be repeated", HelpName = "TAG" };
        var approve = new Option<bool>("--approve") { Description = "Accept it at once: you have read it" };
        var command = new Command("add", "Adds a function or a new version of it, after checks and tests") { file, name, description, tag, approve };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var text = await FunctionSource.ReadAsync(
                context, parsed.GetRequiredValue(file), parsed.GetValue(name), parsed.GetValue(description), parsed.GetValue(tag) ?? [], cancellationToken);
            var detail = await connection.Client.Functions.AddAsync(text, FunctionSource.Person(context), parsed.GetValue(approve), cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, detail, ProtocolJson.Default.FunctionDetailView);
            }
            else
            {
                FunctionTable.WriteSaved(context, detail.Function);
            }

            return ExitCode.Ok;
        }));
        return command;
    }
}
