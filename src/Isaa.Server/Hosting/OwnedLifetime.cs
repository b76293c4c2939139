using Microsoft.Extensions.Hosting;

namespace Isaa.Server.Hosting;

/// <summary>
/// A lifetime that listens to no signals: whoever started the server decides when it stops. A Ctrl-C must first reach the run, and what the run says
/// while it stops must still be heard.
/// </summary>
internal sealed class OwnedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
