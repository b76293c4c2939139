using Isaa.Definitions;
using Isaa.Jobs.Steps;

namespace Isaa.Functions.Storing;

/// <summary>One saved version of a function; never changed after it was saved.</summary>
public sealed record FunctionVersion
{
    /// <summary>Whose function it is.</summary>
    public required string Tenant { get; init; }

    /// <summary>The version, from 1, without gaps per name.</summary>
    public required int Version { get; init; }

    /// <summary>The SHA-256 of the function in its canonical JSON form, in hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>When it was saved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who saved it, as told; null when nobody said.</summary>
    public string? SavedBy { get; init; }

    /// <summary>The function.</summary>
    public required FunctionDefinition Definition { get; init; }

    /// <summary>What a person decided about this version; null while nobody did.</summary>
    public DefinitionDecision? Decision { get; init; }

    /// <summary>Whether it may be called: accepted by a person, or in need of no acceptance; never when a person refused it.</summary>
    public required bool IsUsable { get; init; }

    /// <summary>The function's name.</summary>
    public string Name => Definition.Name;

    /// <summary>What may happen to a call whose outcome is unknown after a crash: it is repeated, unless it could reach others over the network.</summary>
    public StepKind StepKind => Definition.Network.Count == 0 ? StepKind.Repeatable : StepKind.OnceOnly;
}
