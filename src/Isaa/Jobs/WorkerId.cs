namespace Isaa.Jobs;

/// <summary>The id of one worker process, new at each start.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct WorkerId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}
