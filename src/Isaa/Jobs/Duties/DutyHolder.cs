using Isaa.Diagnostics;

namespace Isaa.Jobs.Duties;

/// <summary>This process as it takes duties; one per process.</summary>
/// <param name="ids">Gives it its id.</param>
public sealed class DutyHolder(IdSource ids)
{
    /// <summary>Its id, new at each start.</summary>
    public Guid Id { get; } = ids.Next();
}
