using System.CommandLine;
using System.CommandLine.Parsing;
using Isaa.Diagnostics;

namespace Isaa.Cli;

/// <summary>Tells what is wrong with a command line, with the nearest words that would be right.</summary>
internal static class UsageFault
{
    public static int Tell(CliContext context, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = PathOf(parsed.CommandResult);
        var message = parsed.UnmatchedTokens.Count > 0 ? Unmatched(command, parsed.UnmatchedTokens[0]) : Missing(command, parsed);
        return Fault.Tell(context, ExitCode.BadInput, "usage", $"{message} See: {path} --help");
    }

    private static string Unmatched(Command command, string token)
    {
        var isOption = token.StartsWith('-');
        var name = token.Split('=', ':')[0];
        var known = isOption ? OptionNames(command) : [.. command.Subcommands.Select(c => c.Name)];
        var kind = isOption ? "option" : command.Subcommands.Count > 0 ? "verb" : "argument";
        var hint = NearestNames.Of(name, known, count: 1) is [var nearest]
            ? $" Did you mean '{nearest}'?"
            : kind == "verb" ? $" Verbs are {string.Join(", ", known)}." : "";
        return $"'{name}' is no {kind} here.{hint}";
    }

    private static string Missing(Command command, ParseResult parsed)
    {
        if (command.Subcommands.Count > 0 && parsed.Errors.Any(e => e.SymbolResult is CommandResult))
        {
            return $"A verb is missing: {string.Join(", ", command.Subcommands.Select(c => c.Name))}.";
        }

        return string.Join(" ", parsed.Errors.Select(e => Sentence(e.Message)).Distinct());
    }

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";

    private static List<string> OptionNames(Command command)
    {
        var names = new List<string>();
        for (var at = command; at is not null; at = at.Parents.OfType<Command>().FirstOrDefault())
        {
            names.AddRange(at.Options.Where(o => at == command || o.Recursive).Select(o => o.Name));
        }

        return names;
    }

    private static string PathOf(CommandResult result) => result.Parent is CommandResult parent ? $"{PathOf(parent)} {result.Command.Name}" : "isaa";
}
