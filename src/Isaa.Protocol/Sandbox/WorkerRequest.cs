using System.Text.Json;

namespace Isaa.Protocol.Sandbox;

/// <summary>One line of JSON that a sandboxed process reads.</summary>
public sealed record WorkerRequest
{
    /// <summary>What to do.</summary>
    public required WorkerTask Task { get; init; }

    /// <summary>The name of the function in the code.</summary>
    public required string Entry { get; init; }

    /// <summary>The source code; empty where <see cref="Assembly"/> stands for it.</summary>
    public string Code { get; init; } = "";

    /// <summary>The compiled code, for C# only; null for none.</summary>
    public byte[]? Assembly { get; init; }

    /// <summary>The places of the compiled code in its source, for C# only; null for none.</summary>
    public byte[]? Symbols { get; init; }

    /// <summary>The input, an object; null when nothing is to run.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>Who calls, for a function that needs it; null for one that does not.</summary>
    public JsonElement? Context { get; init; }

    /// <summary>Whether the function takes the argument <c>context</c>.</summary>
    public bool NeedsContext { get; init; }

    /// <summary>Whether the strictest rules of the language apply.</summary>
    public bool SafeMode { get; init; } = true;

    /// <summary>What the code may import; <c>*</c> for everything.</summary>
    public required IReadOnlyList<string> Imports { get; init; }

    /// <summary>The largest result in bytes; a larger one is not sent.</summary>
    public int OutputBytes { get; init; }
}
