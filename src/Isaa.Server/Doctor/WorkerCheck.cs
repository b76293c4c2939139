using System.Globalization;
using Isaa.Diagnostics;
using Isaa.Jobs.Figures;
using Isaa.Protocol.Health;

namespace Isaa.Server.Doctor;

/// <summary>The workers: whatever is ready to run has one that takes it.</summary>
internal sealed class WorkerCheck(IFigureStore figures, TimeProvider time) : IDoctorCheck
{
    private const int Shown = 5;

    public async Task<IReadOnlyList<DoctorCheck>> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var unserved = await figures.ReadUnservedAsync(time.GetUtcNow(), cancellationToken);
            return
            [
                unserved.Count == 0
                    ? Finding.Ok("workers", "No ready job waits for a worker that takes it.")
                    : Finding.Warning("workers", $"No living worker takes {string.Join("; ", unserved.Take(Shown).Select(Describe))}. They wait until one does.",
                        "Start 'isaa serve', or the program that has handlers for these kinds and declares what they require."),
            ];
        }
        catch (IsaaException e)
        {
            return [Finding.Failed("workers", e.Message, null)];
        }
    }

    private static string Describe(UnservedJobs jobs) => string.Create(
        CultureInfo.InvariantCulture,
        $"{jobs.Count} of kind {jobs.Kind} in queue {jobs.Queue}{(jobs.Requires.Count == 0 ? "" : $" (required: {string.Join(", ", jobs.Requires)})")}");
}
