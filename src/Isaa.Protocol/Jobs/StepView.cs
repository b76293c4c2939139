using System.Text.Json;

namespace Isaa.Protocol.Jobs;

/// <summary>A durable step of a job.</summary>
public sealed record StepView
{
    /// <summary>The branch it belongs to; empty for the main line.</summary>
    public required string Path { get; init; }

    /// <summary>Its place along the path, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Tells apart what runs side by side at one place; empty when alone.</summary>
    public required string CallId { get; init; }

    /// <summary>What it does, for example <c>tool:write_file</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>repeatable</c>, <c>reconcilable</c> or <c>once-only</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>False while only the intent is known.</summary>
    public required bool IsDone { get; init; }

    /// <summary>When it was written last.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Its result; null while there is only the intent. Untrusted.</summary>
    public JsonElement? Result { get; init; }
}
