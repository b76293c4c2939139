using System.Text.Json.Serialization;

namespace Isaa.Functions;

/// <summary>How a call of a function ended. Written in lower snake case, for example <c>memory_limit</c>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FunctionOutcome>))]
public enum FunctionOutcome
{
    /// <summary>It returned a result that fits its schema.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>Its code failed: an exception, or an error of its syntax.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>The code was refused: it uses what it may not. It did not run, or ended at that place.</summary>
    [JsonStringEnumMemberName("rejected")]
    Rejected,

    /// <summary>The input is no object, too large, or does not fit the schema; nothing ran.</summary>
    [JsonStringEnumMemberName("invalid_input")]
    InvalidInput,

    /// <summary>The result is no JSON or does not fit the schema.</summary>
    [JsonStringEnumMemberName("invalid_output")]
    InvalidOutput,

    /// <summary>It took longer than <see cref="FunctionLimits.Timeout"/> and was killed.</summary>
    [JsonStringEnumMemberName("timeout")]
    Timeout,

    /// <summary>It used more processor time than <see cref="FunctionLimits.CpuSeconds"/> and was killed.</summary>
    [JsonStringEnumMemberName("cpu_limit")]
    CpuLimit,

    /// <summary>It wanted more memory than <see cref="FunctionLimits.MemoryBytes"/>.</summary>
    [JsonStringEnumMemberName("memory_limit")]
    MemoryLimit,

    /// <summary>Its result or its logs were larger than allowed.</summary>
    [JsonStringEnumMemberName("output_limit")]
    OutputLimit,

    /// <summary>It wanted more processes or threads than <see cref="FunctionLimits.Processes"/>.</summary>
    [JsonStringEnumMemberName("process_limit")]
    ProcessLimit,

    /// <summary>Its process ended without a result.</summary>
    [JsonStringEnumMemberName("crashed")]
    Crashed,

    /// <summary>Too many calls wait already; nothing ran. A later try may succeed.</summary>
    [JsonStringEnumMemberName("busy")]
    Busy,

    /// <summary>The language's runtime is not installed; nothing ran.</summary>
    [JsonStringEnumMemberName("runtime_missing")]
    RuntimeMissing,

    /// <summary>Isolation could not start; nothing ran.</summary>
    [JsonStringEnumMemberName("sandbox_unavailable")]
    SandboxUnavailable,
}
