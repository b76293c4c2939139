using System.Text.Json;
using Isaa.Diagnostics;

namespace Isaa.Jobs.Signals;

/// <summary>What a signal may be.</summary>
internal static class SignalChecks
{
    private const int MaxName = 200;
    private const int MaxBody = 1024 * 1024;

    /// <exception cref="IsaaException"><c>signal_invalid</c>, <c>signal_too_large</c>.</exception>
    public static NewSignal Create(JobId job, string name, ReadOnlyMemory<byte> body, string id)
    {
        CheckName(name);
        CheckLength(id, "id");
        if (body.Length > MaxBody)
        {
            throw new IsaaException("signal_too_large", $"Signal '{name}' has a body of {body.Length} bytes; at most {MaxBody} are allowed. Keep large content in a file or table and send its name.");
        }

        try
        {
            var reader = new Utf8JsonReader(body.Span);
            reader.Read();
            reader.Skip();
            if (reader.Read())
            {
                throw new IsaaException("signal_invalid", $"The body of signal '{name}' is more than one JSON value.");
            }
        }
        catch (JsonException e)
        {
            throw new IsaaException("signal_invalid", $"The body of signal '{name}' is no JSON: {e.Message}", e);
        }

        return new NewSignal { Job = job, Name = name, Id = id, Body = body };
    }

    /// <exception cref="IsaaException"><c>signal_invalid</c>.</exception>
    public static void CheckName(string name) => CheckLength(name, "name");

    private static void CheckLength(string text, string what)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > MaxName)
        {
            throw new IsaaException("signal_invalid", $"A signal's {what} has 1 to {MaxName} characters; this one has {text.Length}.");
        }

        if (NameText.FindFault(text) is { } fault)
        {
            throw new IsaaException("signal_invalid", $"A signal's {what} {fault}.");
        }
    }
}
