using Isaa.Functions;
using Isaa.Functions.Running;
using Isaa.Tests.Functions.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using static Isaa.Tests.Functions.Support.StoredFunctionBed;

namespace Isaa.Tests.Functions.Executions;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class FunctionWarmUpTests
{
    [Fact]
    public async Task Processes_stand_ready_for_the_kinds_that_are_called_most_and_for_no_more()
    {
        await using var stored = new StoredFunctionBed();
        await using var real = new FunctionBed(pool => pool.WarmWorkers = 1);
        var often = await stored.SaveAsync(Twice with { Name = "often", Limits = new FunctionLimits { MemoryBytes = 128 << 20 } });
        var rarely = await stored.SaveAsync(Twice with { Name = "rarely", Limits = new FunctionLimits { MemoryBytes = 256 << 20 } });
        var waiting = await stored.SaveAsync(Twice with { Name = "waiting", Limits = new FunctionLimits { MemoryBytes = 192 << 20 } }, isAccepted: false);
        await stored.RunAsync("rarely");
        await stored.RunAsync("often");
        await stored.RunAsync("often");
        var options = Options.Create(new FunctionOptions { WarmKinds = 1 });
        var warmUp = new FunctionWarmUp(stored.Store, stored.Log, real.Languages, real.Pool, options, TimeProvider.System, NullLogger<FunctionWarmUp>.Instance);

        Assert.Equal(1, await warmUp.RunOnceAsync(TestContext.Current.CancellationToken));

        var language = real.Languages.Get(FunctionLanguage.Python);
        while (real.Pool.CountReady(language.ProfileFor(often.Definition)) == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.Equal((1, 0, 0), (real.Pool.WorkerCount, real.Pool.CountReady(language.ProfileFor(rarely.Definition)), real.Pool.CountReady(language.ProfileFor(waiting.Definition))));
    }

    [Fact]
    public async Task None_are_made_ready_where_that_is_not_wanted()
    {
        await using var stored = new StoredFunctionBed();
        await using var real = new FunctionBed();
        await stored.SaveAsync();
        var warmUp = new FunctionWarmUp(
            stored.Store, stored.Log, real.Languages, real.Pool, Options.Create(new FunctionOptions { WarmKinds = 0 }), TimeProvider.System, NullLogger<FunctionWarmUp>.Instance);

        Assert.Equal((0, 0), (await warmUp.RunOnceAsync(TestContext.Current.CancellationToken), real.Pool.WorkerCount));
    }
}
