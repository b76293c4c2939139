using System.CommandLine;
using Isaa.Cli.Rendering;
using Isaa.Cli.Terminal;
using Isaa.Protocol;
using Isaa.Protocol.Functions;
using Spectre.Console;

namespace Isaa.Cli.Commands.Functions;

internal static class FunctionsImportCommand
{
    public static Command Create(CliContext context)
    {
        var places = new Argument<string[]>("FILE") { Description = $"Files, or folders with files that end in {FunctionSource.Ending}", Arity = ArgumentArity.OneOrMore };
        var approve = new Option<bool>("--approve") { Description = "Accept them at once: you have read them" };
        var command = new Command("import", "Adds functions from files, those that can be added also when others cannot") { places, approve };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var added = new List<FunctionView>();
            var refused = 0;
            foreach (var file in FunctionSource.Find(context, parsed.GetRequiredValue(places)))
            {
                try
                {
                    var text = await FunctionSource.ReadAsync(context, file, null, null, [], cancellationToken);
                    added.Add((await connection.Client.Functions.AddAsync(text, FunctionSource.Person(context), parsed.GetValue(approve), cancellationToken)).Function);
                }
                catch (IsaaApiException e)
                {
                    refused++;
                    context.Screen.Error.MarkupLine($"[red]✗[/] {SafeText.Markup(file)}: {SafeText.Clean(e.Problem.Detail).EscapeMarkup()}");
                }
            }

            Write(context, added);
            return refused == 0 ? ExitCode.Ok : ExitCode.BadInput;
        }));
        return command;
    }

    private static void Write(CliContext context, IReadOnlyList<FunctionView> added)
    {
        if (context.Json)
        {
            Verb.WriteJson(context, new FunctionPage { Functions = added }, ProtocolJson.Default.FunctionPage);
            return;
        }

        foreach (var function in added)
        {
            FunctionTable.WriteSaved(context, function);
        }
    }
}
