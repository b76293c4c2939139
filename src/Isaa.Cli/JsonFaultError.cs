namespace Isaa.Cli;

internal sealed record JsonFaultError
{
    public required string Code { get; init; }

    public required string Message { get; init; }
}
