using System.CommandLine;
using Isaa.Cli.Connecting;
using Isaa.Cli.Terminal;
using Isaa.Protocol;
using Spectre.Console;

namespace Isaa.Cli.Commands;

/// <summary>The verb that deletes a definition with all its versions.</summary>
internal static class DeleteCommand
{
    /// <param name="context">What the verbs share.</param>
    /// <param name="noun">What is deleted: <c>chain</c>.</param>
    /// <param name="before">The command that shows or writes out what would be gone; the name follows it.</param>
    /// <param name="delete">Deletes the one with this name.</param>
    public static Command Create(CliContext context, string noun, string before, Func<Connection, string, CancellationToken, Task<DeletedDefinition>> delete)
    {
        var name = new Argument<string>("NAME") { Description = $"The {noun}'s name" };
        var yes = new Option<bool>("--yes") { Description = "Really delete it: it cannot be undone" };
        var command = new Command("delete", $"Deletes a {noun} with all its versions") { name, yes };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var wanted = parsed.GetRequiredValue(name);
            if (!parsed.GetValue(yes))
            {
                throw new CliException(ExitCode.BadInput, "confirmation_missing", $"All versions of {noun} '{wanted}' would be gone for good. Look at it first: {before} {wanted}. Then pass --yes.");
            }

            var deleted = await delete(connection, wanted, cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, deleted, ProtocolJson.Default.DeletedDefinition);
            }
            else
            {
                context.Screen.Out.MarkupLine($"[green]✓[/] {SafeText.Markup(wanted)} is gone, with {deleted.Versions} {(deleted.Versions == 1 ? "version" : "versions")}");
            }

            return ExitCode.Ok;
        }));
        return command;
    }
}
