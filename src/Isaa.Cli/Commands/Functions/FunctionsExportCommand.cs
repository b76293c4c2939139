using System.CommandLine;
using Isaa.Protocol.Functions;

namespace Isaa.Cli.Commands.Functions;

internal static class FunctionsExportCommand
{
    public static Command Create(CliContext context)
    {
        var names = new Argument<string[]>("NAME") { Description = "The functions, each as NAME or NAME@VERSION; without any, all of them", Arity = ArgumentArity.ZeroOrMore };
        var folder = new Option<string?>("--to") { Description = $"Write a file NAME{FunctionSource.Ending} for each into this folder; else one goes to standard output", HelpName = "FOLDER" };
        var force = new Option<bool>("--force") { Description = "Replace files that are there" };
        var command = new Command("export", "Writes functions as files that import and add read") { names, folder, force };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var wanted = parsed.GetValue(names) is { Length: > 0 } named ? named : await AllAsync(connection, cancellationToken);
            if (parsed.GetValue(folder) is not { } place)
            {
                if (wanted is not [var one])
                {
                    throw new CliException(ExitCode.BadInput, "option_missing", $"{wanted.Count} functions do not fit on standard output; name the folder to write them to with --to FOLDER.");
                }

                context.Screen.Writer.Write((await connection.Client.Functions.GetAsync(one, cancellationToken)).File);
                return ExitCode.Ok;
            }

            var path = Path.GetFullPath(place, context.Host.CurrentFolder);
            foreach (var name in wanted)
            {
                Write(context, await connection.Client.Functions.GetAsync(name, cancellationToken), path, parsed.GetValue(force));
            }

            return ExitCode.Ok;
        }));
        return command;
    }

    private static async Task<IReadOnlyList<string>> AllAsync(Connecting.Connection connection, CancellationToken cancellationToken)
    {
        var all = new List<string>();
        string? after = null;
        do
        {
            var page = await connection.Client.Functions.ListAsync(new FunctionFilter { After = after, Limit = 500 }, cancellationToken);
            all.AddRange(page.Functions.Select(f => f.Name));
            after = page.Next;
        }
        while (after is not null);
        return all;
    }

    // The name comes from the server: only one that can be no path is made a file.
    private static void Write(CliContext context, FunctionDetailView detail, string folder, bool replaces)
    {
        if (!FunctionSource.IsName(detail.Function.Name))
        {
            throw new CliException(ExitCode.Unavailable, "server_answer", "The server named a function with something that is no name.");
        }

        var path = Path.Combine(folder, detail.Function.Name + FunctionSource.Ending);
        if (!replaces && File.Exists(path))
        {
            throw new CliException(ExitCode.BadInput, "file_exists", $"{path} exists already; --force replaces it.");
        }

        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(path, detail.File);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.BadInput, "file_unwritable", $"{path} cannot be written: {e.Message}");
        }

        context.Screen.Writer.WriteLine(path);
    }
}
