using System.Globalization;
using System.Text;
using System.Text.Json;
using Isaa.Functions.Languages;
using Isaa.Protocol.Sandbox;
using Isaa.Diagnostics;
using Isaa.Sandbox.Workers;

namespace Isaa.Functions.Running;

/// <summary>Turns what came out of the sandbox into an outcome. Whoever wrote it is hostile: it may be anything.</summary>
internal static class ReplyReading
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    private static readonly Dictionary<string, FunctionOutcome> OutcomesOfWorkers = new(StringComparer.Ordinal)
    {
        ["failed"] = FunctionOutcome.Failed,
        ["rejected"] = FunctionOutcome.Rejected,
        ["invalid_output"] = FunctionOutcome.InvalidOutput,
        ["memory_limit"] = FunctionOutcome.MemoryLimit,
        ["process_limit"] = FunctionOutcome.ProcessLimit,
        ["output_limit"] = FunctionOutcome.OutputLimit,
    };

    public static (FunctionOutcome Outcome, JsonElement? Output, FunctionError? Error, int OutputBytes) Read(
        WorkerExchange exchange, FunctionLimits limits, FunctionSchemas schemas)
    {
        if (exchange.End != WorkerEnd.Replied)
        {
            var outcome = ExchangeOutcome.Of(exchange);
            return (outcome, null, ExchangeOutcome.Describe(outcome, "The function", exchange), 0);
        }

        try
        {
            using var reply = JsonDocument.Parse(exchange.Reply, Strict);
            return reply.RootElement.TryGetProperty("outcome", out var word) && word.ValueKind == JsonValueKind.String && word.GetString() is { } said
                ? said == "completed" ? ReadOutput(reply.RootElement, limits, schemas) : ReadError(said, reply.RootElement)
                : Invalid("The function's process answered without an outcome.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Invalid($"The result is no JSON: {ControlText.Neutralize(e.Message)}");
        }
    }

    private static (FunctionOutcome, JsonElement?, FunctionError?, int) ReadOutput(JsonElement reply, FunctionLimits limits, FunctionSchemas schemas)
    {
        if (!reply.TryGetProperty("output", out var output))
        {
            output = JsonElement.Parse("null");
        }

        RequireText(output);
        var bytes = Encoding.UTF8.GetByteCount(output.GetRawText());
        if (bytes > limits.OutputBytes)
        {
            return (FunctionOutcome.OutputLimit, null, new FunctionError
            {
                Kind = "output_limit",
                Message = string.Create(CultureInfo.InvariantCulture, $"The result has {bytes} bytes of JSON; at most {limits.OutputBytes} are taken."),
            }, 0);
        }

        return schemas.Output?.Validate(output) is { Count: > 0 } errors
            ? Invalid($"The result does not fit the schema: {ControlText.Neutralize(string.Join("; ", errors))}")
            : (FunctionOutcome.Completed, output.Clone(), null, bytes);
    }

    private static (FunctionOutcome, JsonElement?, FunctionError?, int) ReadError(string said, JsonElement reply)
    {
        var fault = reply.TryGetProperty("error", out var error) ? error.Deserialize(WorkerJson.Default.WorkerFault) : null;
        return OutcomesOfWorkers.TryGetValue(said, out var outcome) && fault is not null
            ? (outcome, null, WorkerFaults.ToError(fault), 0)
            : Invalid("The function's process answered with an outcome that there is not, or without an error.");
    }

    /// <summary>Text that is no Unicode (half of a pair) is JSON by its grammar and breaks whoever reads it later.</summary>
    private static void RequireText(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                _ = value.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    RequireText(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    _ = property.Name;
                    RequireText(property.Value);
                }

                break;
            default:
                break;
        }
    }

    private static (FunctionOutcome, JsonElement?, FunctionError?, int) Invalid(string message) =>
        (FunctionOutcome.InvalidOutput, null, new FunctionError { Kind = "invalid_output", Message = message }, 0);
}
