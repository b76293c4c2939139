namespace Isaa.Jobs.Inspection;

/// <summary>The port to what must hold in a store at any moment, whatever was killed or failed. Thread safe.</summary>
public interface IInspectionStore
{
    /// <summary>Looks through all jobs and what belongs to them, in one state of the store; its cost grows with the store. Others go on meanwhile.</summary>
    /// <returns>What does not hold; empty when all is well.</returns>
    Task<IReadOnlyList<StoreFault>> InspectAsync(CancellationToken cancellationToken);
}
