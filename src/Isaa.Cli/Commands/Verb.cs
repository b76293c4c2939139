using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Isaa.Cli.Connecting;

namespace Isaa.Cli.Commands;

/// <summary>What verbs have in common.</summary>
internal static class Verb
{
    /// <summary>Runs a verb's work over a connection that is closed afterwards.</summary>
    public static async Task<int> WithConnectionAsync(CliContext context, Func<Connection, CancellationToken, Task<int>> work)
    {
        var interrupted = context.Host.Interrupted;
        await using var connection = await Connection.OpenAsync(context, interrupted);
        return await work(connection, interrupted);
    }

    /// <summary>Writes one JSON document on standard output.</summary>
    public static void WriteJson<T>(CliContext context, T document, JsonTypeInfo<T> type) =>
        context.Screen.Writer.WriteLine(JsonSerializer.Serialize(document, type));

    public static Argument<string> JobArgument() => new("ID") { Description = "The job's id, or the beginning or the end of it" };
}
