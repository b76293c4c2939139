namespace Isaa.Agents.Sessions;

/// <summary>A tool call in a model's message.</summary>
public sealed record SessionCall
{
    /// <summary>The call's id, unique within its message.</summary>
    public required string Id { get; init; }

    /// <summary>The tool's name as the model wrote it.</summary>
    public required string Name { get; init; }

    /// <summary>The arguments as the text of a JSON object; <c>{}</c> when the model wrote none.</summary>
    public required string Arguments { get; init; }

    /// <summary>The arguments as the model wrote them, when they were no JSON object; else null.</summary>
    public string? InvalidArguments { get; init; }
}
