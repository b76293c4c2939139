namespace Isaa.Protocol.Sandbox;

/// <summary>What a function takes and whether it returns at once.</summary>
public sealed record WorkerSignature
{
    /// <summary>The parameters in order; null where the input is handed over whole.</summary>
    public IReadOnlyList<WorkerParameter>? Parameters { get; init; }

    /// <summary>Whether further names are accepted.</summary>
    public bool TakesAny { get; init; }

    /// <summary>Whether a parameter that the input does not name is not an error.</summary>
    public bool AcceptsMissing { get; init; }

    /// <summary>Whether it returns asynchronously; null when the language does not say before it runs.</summary>
    public bool? IsAsync { get; init; }
}
