using Isaa.Tools.Calling;

namespace Isaa.Tools;

/// <summary>What a tool call gave, as the model sees it and the journal keeps it.</summary>
public sealed record ToolResult
{
    /// <summary>The text; capped, without control characters. Its content is hostile: files, programs and other people wrote it.</summary>
    public required string Text { get; init; }

    /// <summary>All of a text that was cut, as the tool gave it, with whatever is in it; null when <see cref="Text"/> is all.</summary>
    public string? Whole { get; init; }

    /// <summary>Whether the call failed; the text then says how.</summary>
    public bool IsError { get; init; }

    /// <summary>The stable code of a failure, for example <c>file_not_found</c>; null when it succeeded.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>What the call waits for before it has a result; null when this is the result.</summary>
    public ToolWait? Wait { get; init; }
}
