namespace Isaa.Protocol.Jobs.Details;

/// <summary>What became of a signal.</summary>
public sealed record SentSignal
{
    /// <summary>
    /// <c>woke</c>: the job waited for it and goes on. <c>kept</c>: it is kept until the job waits for it. <c>duplicate</c>: a signal with this id came before.
    /// </summary>
    public required string Result { get; init; }
}
