using System.CommandLine;

namespace Isaa.Cli.Commands.Functions;

/// <summary>All verbs of functions.</summary>
internal static class FunctionsVerbs
{
    public static Command Create(CliContext context) => new("functions", "Keeps functions, code that agents and chains call, and runs them in the sandbox")
    {
        FunctionsListCommand.Create(context),
        FunctionsShowCommand.Create(context),
        FunctionsAddCommand.Create(context),
        FunctionsTestCommand.Create(context),
        FunctionsRunCommand.Create(context),
        FunctionsApproveCommand.Create(context),
        FunctionsVersionsCommand.Create(context),
        FunctionsDiffCommand.Create(context),
        FunctionsRollbackCommand.Create(context),
        DeleteCommand.Create(context, "function", "isaa functions export", (connection, name, cancellationToken) => connection.Client.Functions.DeleteAsync(name, cancellationToken)),
        FunctionsLogCommand.Create(context),
        FunctionsExportCommand.Create(context),
        FunctionsImportCommand.Create(context),
    };

    /// <summary>The argument that names a function.</summary>
    public static Argument<string> Name() => new("NAME") { Description = "The function's name" };

    /// <summary>The argument that names a function or one version of it.</summary>
    public static Argument<string> Reference() => new("NAME") { Description = "The function's name, or NAME@VERSION" };
}
