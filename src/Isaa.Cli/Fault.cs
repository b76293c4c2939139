using System.Text.Json;
using Isaa.Cli.Terminal;
using Isaa.Diagnostics;
using Isaa.Files;
using Isaa.Protocol;
using Spectre.Console;

namespace Isaa.Cli;

/// <summary>Tells errors: one clear message on standard error, never a stack trace; with --json also one document on standard output.</summary>
internal static class Fault
{
    public static int Tell(CliContext context, Exception exception)
    {
        switch (exception)
        {
            case CliException e:
                return Tell(context, e.ExitCode, e.Code, e.Message);
            case IsaaApiException { Problem: var problem }:
                return Tell(context, ExitOf(problem.Code), problem.Code, problem.Detail + Details(context, problem.TraceId));
            case IsaaException e:
                return Tell(context, ExitOf(e.Code), e.Code, e.Message);
            case IsaaUnreachableException e:
                return Tell(context, ExitCode.Unavailable, "server_unreachable", e.Message);
            case OperationCanceledException when context.Host.Interrupted.IsCancellationRequested:
                return Tell(context, ExitCode.Cancelled, "interrupted", "Interrupted.");
            default:
                return Tell(context, ExitCode.Failed, "internal_error", $"An internal error ({exception.GetType().Name}): {exception.Message}{Keep(context, exception)}");
        }
    }

    public static int Tell(CliContext context, int exitCode, string code, string message)
    {
        var text = SafeText.Clean(message);
        context.Screen.Error.Write(new Paragraph().Append("isaa: ", new Style(Color.Red)).Append(text + "\n"));
        if (context.Json)
        {
            var json = new JsonFault { Error = new JsonFaultError { Code = code, Message = text } };
            context.Screen.Writer.WriteLine(JsonSerializer.Serialize(json, CliJson.Default.JsonFault));
        }

        return exitCode;
    }

    private static int ExitOf(string code) => code switch
    {
        "internal_error" => ExitCode.Failed,
        "key_missing" or "key_exposed" or "key_damaged" or "port_in_use" or "host_refused" or "server_answer" => ExitCode.Unavailable,
        _ when code.StartsWith("home_", StringComparison.Ordinal) || code.StartsWith("store_", StringComparison.Ordinal) => ExitCode.Unavailable,
        _ when code.EndsWith("_unknown", StringComparison.Ordinal) => ExitCode.NotFound,
        _ => ExitCode.BadInput,
    };

    private static string Details(CliContext context, string? traceId)
    {
        if (traceId is null)
        {
            return "";
        }

        var where = context.Options.Server is null ? LogPath(context) : "the server's log";
        return $" Trace id {traceId}; the details are in {where}.";
    }

    // What nobody foresaw is kept for whoever looks into it; the user gets the place.
    private static string Keep(CliContext context, Exception exception)
    {
        try
        {
            var folder = IsaaHome.Open(context.Options.Home).Folder("logs");
            var trace = context.Host.Ids.Next().ToString("N");
            var path = Path.Combine(folder, "cli.log");
            File.AppendAllText(path, $"{context.Host.Time.GetUtcNow():O} {trace} {exception}\n");
            return $" Trace id {trace}; the details are in {path}.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or IsaaException)
        {
            return "";
        }
    }

    private static string LogPath(CliContext context)
    {
        try
        {
            return Path.Combine(IsaaHome.Locate(context.Options.Home), "logs", "isaa.log");
        }
        catch (IsaaException)
        {
            return "the log";
        }
    }
}
