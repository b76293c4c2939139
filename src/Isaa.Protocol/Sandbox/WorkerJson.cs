using System.Text.Json;
using System.Text.Json.Serialization;

namespace Isaa.Protocol.Sandbox;

/// <summary>How requests and replies of sandboxed processes are written: camel case, one line, nulls left out.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkerRequest))]
[JsonSerializable(typeof(WorkerReply))]
public sealed partial class WorkerJson : JsonSerializerContext
{
    /// <summary>What a process writes to its standard error after the last log of a call and before the reply.</summary>
    public const string EndOfLogs = "\u0001isaa-call-ended\n";

    /// <summary>The line a process writes when it is ready for its first request.</summary>
    public const string Ready = "{\"ready\":true}";
}
