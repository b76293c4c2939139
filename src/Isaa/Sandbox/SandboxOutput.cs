namespace Isaa.Sandbox;

/// <summary>What a program wrote to one stream. Whoever wrote it is hostile.</summary>
public sealed record SandboxOutput
{
    /// <summary>The text, decoded as UTF-8 with bad bytes replaced; with a mark in its middle where something was left out.</summary>
    public required string Text { get; init; }

    /// <summary>How many bytes were written.</summary>
    public required long TotalBytes { get; init; }

    /// <summary>How many bytes the text leaves out.</summary>
    public required long CutBytes { get; init; }
}
