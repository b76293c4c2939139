using Isaa.Functions.Running;
using Isaa.Hosting;
using Isaa.Jobs.Maintenance;
using Isaa.Jobs.Store;
using Isaa.Jobs.Working;
using Isaa.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Isaa.Tests.Hosting;

public sealed class EngineHostTests
{
    [Fact]
    public async Task A_part_that_breaks_is_noticed_although_the_others_go_on()
    {
        await using var engine = TestEngine.Create((_, _, _) => throw new InvalidOperationException());
        var endless = new Endless();
        using var host = new EngineHost(
            new IsaaOptions(),
            new Lazy<Worker>(() => throw new InvalidOperationException("It broke.")),
            new Lazy<MaintenanceLoop>(new MaintenanceLoop(engine.Store, [endless], engine.Time, NullLogger<MaintenanceLoop>.Instance)),
            new Lazy<FunctionWarmUp>(() => throw new InvalidOperationException("It broke.")));

        await host.StartAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.ExecuteTask!.WaitAsync(TestContext.Current.CancellationToken));

        Assert.False(endless.HasEnded);
        await host.StopAsync(CancellationToken.None);
    }

    private sealed class Endless : IMaintenanceTask
    {
        public bool HasEnded { get; private set; }

        public string Name => "endless";

        public StoreTopic? WakesOn => null;

        public async Task<MaintenanceResult> RunOnceAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ContinueWith(static _ => { }, TaskScheduler.Default);
            HasEnded = true;
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidOperationException();
        }
    }
}
