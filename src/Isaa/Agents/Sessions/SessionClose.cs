using Isaa.Jobs;
using Isaa.Jobs.Store;

namespace Isaa.Agents.Sessions;

/// <summary>Gives a session free together with the end of its run.</summary>
public sealed record SessionClose : StoreWrite
{
    /// <summary>Whose session it is.</summary>
    public required string Tenant { get; init; }

    /// <summary>The session's id.</summary>
    public required string Session { get; init; }

    /// <summary>The run that has it.</summary>
    public required JobId Run { get; init; }
}
