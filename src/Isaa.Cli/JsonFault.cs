namespace Isaa.Cli;

/// <summary>An error as --json writes it.</summary>
internal sealed record JsonFault
{
    public required JsonFaultError Error { get; init; }
}
