using Isaa.Agents.Control;
using Isaa.Tools;

namespace Isaa.Agents.Approvals;

/// <summary>What is to happen to a tool call.</summary>
internal sealed record Passage
{
    /// <summary>It runs, and nobody had to be asked.</summary>
    public static Passage Free { get; } = new();

    /// <summary>What the model reads in place of a result; null when the call may run.</summary>
    public ToolResult? Refusal { get; private init; }

    /// <summary>What the call waits for; null when it is decided.</summary>
    public RunWait? Wait { get; private init; }

    /// <summary>The approval that the call uses up; null when none is needed.</summary>
    public Approval? Approval { get; private init; }

    public static Passage Refuse(string code, string text) => new() { Refusal = new ToolResult { Text = text, IsError = true, ErrorCode = code } };

    public static Passage Hold(RunWait wait) => new() { Wait = wait };

    public static Passage Approve(Approval approval) => new() { Approval = approval };

    /// <summary>The arguments to run the call with.</summary>
    public string ArgumentsOf(string written) => Approval?.EditedArguments ?? written;

    /// <summary>The result as the model reads it, which must know that other arguments were used than its own.</summary>
    public ToolResult Mark(ToolResult result) => Approval?.EditedArguments is { } edited
        ? result with { Text = $"[a person approved this call with other arguments: {edited}]\n{result.Text}" }
        : result;
}
