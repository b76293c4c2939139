namespace Isaa.Storage.Tests.Soak;

public sealed class SoakVerdictTests
{
    [Fact]
    public void A_run_with_noise_and_bad_moments_is_flat() => Assert.Empty(SoakVerdict.Judge(Run(i => Sample() with
    {
        HeapMb = i < 20 ? i : 20 + i % 3,
        PickUpP50Ms = i % 9 == 0 ? 900 : 1 + i % 3,
        StoreMb = i < 20 ? i * 2 : 40,
        Open = i == 50 ? 5000 : 30,
    })));

    [Fact]
    public void What_grows_steadily_is_found()
    {
        Assert.Contains("the heap", Assert.Single(SoakVerdict.Judge(Run(i => Sample() with { HeapMb = 20 + i * 0.3 }))), StringComparison.Ordinal);
        Assert.Contains("the memory of the process", Assert.Single(SoakVerdict.Judge(Run(i => Sample() with { ProcessMb = 80 + i * 1.5 }))), StringComparison.Ordinal);
        Assert.Contains("the size of the store", Assert.Single(SoakVerdict.Judge(Run(i => Sample() with { StoreMb = 10 + i * 0.3 }))), StringComparison.Ordinal);
        Assert.Contains("open jobs", Assert.Single(SoakVerdict.Judge(Run(i => Sample() with { Open = i < 20 ? 20 : (i - 20) * 100 }))), StringComparison.Ordinal);
        Assert.Contains("pick-up", Assert.Single(SoakVerdict.Judge(Run(i => Sample() with { PickUpP50Ms = i < 20 ? 1 : (i - 20) * 3 }))), StringComparison.Ordinal);
    }

    private static List<SoakSample> Run(Func<int, SoakSample> at) => [.. Enumerable.Range(0, 60).Select(at)];

    private static SoakSample Sample() => new() { Minute = 0, HeapMb = 20, ProcessMb = 80, StoreMb = 30, Open = 20, PerSecond = 60, PickUpP50Ms = 1, PickUpP99Ms = 5 };
}
