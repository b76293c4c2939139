using Isaa.Diagnostics;
using Isaa.Jobs.Inspection;
using Isaa.Protocol.Health;

namespace Isaa.Server.Doctor;

/// <summary>The store's contents: nothing that must never be so. Looks at every job, so only on request.</summary>
internal sealed class InvariantCheck(IInspectionStore store) : IDoctorCheck
{
    private const string Fix = "Keep a copy of the store and the log, and report it. Meanwhile a backup can be restored: isaa restore FILE";

    public async Task<IReadOnlyList<DoctorCheck>> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var faults = await store.InspectAsync(cancellationToken);
            return faults.Count == 0
                ? [Finding.Ok("contents", "All that must hold in the store holds.")]
                : [.. faults.Select(f => Finding.Failed("contents", $"{f.Rule}: not so {f.Count} times, for example at {f.Example}.", Fix))];
        }
        catch (IsaaException e)
        {
            return [Finding.Failed("contents", e.Message, null)];
        }
    }
}
