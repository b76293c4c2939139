using System.Text.Encodings.Web;
using System.Text.Json;
using Isaa.Protocol.Sandbox;

namespace Isaa.Sandbox.Running;

/// <summary>Turns what a function returned into a reply.</summary>
internal static class ResultWriting
{
    /// <summary>How arguments are read and results written: camel case, as the web has it.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static WorkerReply ToReply(object? value, int mostBytes)
    {
        byte[] json;
        try
        {
            json = JsonSerializer.SerializeToUtf8Bytes(value, value?.GetType() ?? typeof(object), Options);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            throw new FunctionFaultException("invalid_output", "invalid_output", $"The result, a {value?.GetType().Name}, cannot be written as JSON: {e.Message}");
        }

        return json.Length <= mostBytes
            ? new WorkerReply { Outcome = "completed", Output = JsonElement.Parse(json) }
            : throw new FunctionFaultException("output_limit", "output_limit", $"The result has {json.Length} bytes of JSON; at most {mostBytes} are taken.");
    }
}
