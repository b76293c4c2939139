using Isaa.Protocol.Health;
using Isaa.Sandbox;

namespace Isaa.Server.Doctor;

/// <summary>The sandbox: it starts and holds against what it must hold against.</summary>
internal sealed class SandboxProof(SandboxCheck check) : IDoctorCheck
{
    public async Task<IReadOnlyList<DoctorCheck>> LookAsync(CancellationToken cancellationToken)
    {
        var findings = await check.RunAsync(cancellationToken);
        var broken = findings.Where(f => !f.IsOk).ToArray();
        if (broken.Length == 0)
        {
            return [Finding.Ok("sandbox", $"starts, and held in {findings.Count} trials: {string.Join(", ", findings.Select(f => f.Name))}")];
        }

        var install = File.Exists("/usr/bin/bwrap") ? null : SandboxRemedy.InstallCommand("bubblewrap");
        return [.. broken.Select(f => Finding.Failed("sandbox", $"{f.Name}: {f.Message}", install))];
    }
}
