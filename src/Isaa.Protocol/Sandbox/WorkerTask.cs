using System.Text.Json.Serialization;

namespace Isaa.Protocol.Sandbox;

/// <summary>What a sandboxed process is asked to do.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkerTask>))]
public enum WorkerTask
{
    /// <summary>Run the function and answer with its result.</summary>
    [JsonStringEnumMemberName("run")]
    Run,

    /// <summary>Read the code, do not run it, and answer with what is wrong and with its signature.</summary>
    [JsonStringEnumMemberName("check")]
    Check,
}
