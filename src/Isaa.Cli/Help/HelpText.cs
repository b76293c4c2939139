using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Isaa.Cli.Help;

/// <summary>The help, with examples and exit codes below the framework's own part.</summary>
internal sealed class HelpText(HelpAction inner) : SynchronousCommandLineAction
{
    private const string ExitCodes = """
        Exit codes:
          0    done
          1    the run or the check failed
          2    the command line or what it names is not right
          3    there is no such job, agent, model or folder
          4    the server, the home folder or the store cannot be used
          130  cancelled
        """;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        output.Write(Framework(parseResult));
        var examples = HelpExamples.Of(PathOf(parseResult.CommandResult));
        if (examples.Length > 0)
        {
            output.WriteLine("Examples:");
            output.WriteLine(examples);
            output.WriteLine();
        }

        output.WriteLine(ExitCodes);
        return ExitCode.Ok;
    }

    // The words after the program's own name, for example "jobs list".
    private static string PathOf(CommandResult result) => result.Parent is CommandResult parent ? $"{PathOf(parent)} {result.Command.Name}".TrimStart() : "";

    // The framework names the program after its file; people start it under its own name.
    private string Framework(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        using var text = new StringWriter();
        parseResult.InvocationConfiguration.Output = text;
        inner.MaxWidth = 110;
        inner.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        return text.ToString().Replace($"  {parseResult.RootCommandResult.Command.Name} ", "  isaa ", StringComparison.Ordinal);
    }
}
