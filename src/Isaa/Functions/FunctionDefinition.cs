using System.Text.Json;

namespace Isaa.Functions;

/// <summary>Source code that can be called with JSON, as data. Immutable; a change is a new version. Whoever wrote the code may be hostile.</summary>
public sealed record FunctionDefinition
{
    /// <summary>The name it is called by and that its code defines: an identifier of at most 64 letters, digits and <c>_</c>, not starting with a digit.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, for people and models. Default: empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>What the code is written in.</summary>
    public required FunctionLanguage Language { get; init; }

    /// <summary>The source code.</summary>
    public required string Code { get; init; }

    /// <summary>The JSON Schema that the input, always an object, must fit; null for any object.</summary>
    public JsonElement? InputSchema { get; init; }

    /// <summary>The JSON Schema that the result must fit; null for any JSON.</summary>
    public JsonElement? OutputSchema { get; init; }

    /// <summary>Whether the code returns its result asynchronously; a check finds a mismatch. Default false.</summary>
    public bool IsAsync { get; init; }

    /// <summary>Whether the call hands over who calls, as the argument <c>context</c>. Default false.</summary>
    public bool NeedsContext { get; init; }

    /// <summary>What one call may use.</summary>
    public FunctionLimits Limits { get; init; } = new();

    /// <summary>
    /// Whether the strictest rules apply: no builtin that evaluates text or opens files, no network, approval before first use where the policy asks. Default true.
    /// </summary>
    public bool SafeMode { get; init; } = true;

    /// <summary>The modules (Python, JavaScript) or namespaces (C#) the code may use; null for the language's own short list, <c>*</c> for all.</summary>
    public IReadOnlyList<string>? AllowedImports { get; init; }

    /// <summary>
    /// The hosts it may talk to over HTTP and HTTPS, each <c>host:port</c> and exact, through a proxy that connects to their public addresses only. Default: none.
    /// A function that names any is not in safe mode, and a person must accept each version all the same.
    /// </summary>
    public IReadOnlyList<string> Network { get; init; } = [];

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Who wrote it, as told; null when nobody said.</summary>
    public string? Author { get; init; }

    /// <summary>Calls it must pass before it is stored.</summary>
    public IReadOnlyList<FunctionTest> Tests { get; init; } = [];
}
