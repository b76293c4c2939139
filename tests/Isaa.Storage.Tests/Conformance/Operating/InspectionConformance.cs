using Isaa.Jobs;
using Isaa.Jobs.Signals;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance.Operating;

public abstract class InspectionConformance : JobStoreConformance
{
    [Theory]
    [InlineData("UPDATE isaa_counts SET n = n + 1", "UPDATE isaa_counts SET n = n - 1", "Counters agree with the jobs")]
    [InlineData("UPDATE isaa_jobs SET held = 1", "UPDATE isaa_jobs SET held = 0", "Only jobs of groups are held")]
    [InlineData("UPDATE isaa_job_arguments SET seq = seq + 1000", "UPDATE isaa_job_arguments SET seq = seq - 1000", "Every job has arguments", "Arguments belong to a job")]
    [InlineData("UPDATE isaa_jobs SET finished_at = 1", "UPDATE isaa_jobs SET finished_at = NULL", "An ended job has the time of its ending, and no other has")]
    [InlineData("UPDATE isaa_events SET job = job + 1000", "UPDATE isaa_events SET job = job - 1000", "Events belong to a job")]
    public async Task What_must_not_be_is_found(string damage, string repair, params string[] rules)
    {
        var job = await AddAsync();
        Assert.Equal(JobState.Ready, (await GetAsync(job)).State);
        await AssertFoundAsync(damage, repair, rules);
    }

    [Theory]
    [InlineData("UPDATE isaa_jobs SET pending = 2 WHERE state = 0", "UPDATE isaa_jobs SET pending = 1 WHERE state = 0", "A waiting job's count is that of its open edges")]
    [InlineData("UPDATE isaa_dependencies SET is_open = 0", "UPDATE isaa_dependencies SET is_open = 1", "A waiting job's count is that of its open edges")]
    [InlineData("UPDATE isaa_jobs SET pending = 0 WHERE state = 0", "UPDATE isaa_jobs SET pending = 1 WHERE state = 0",
        "A job that waits for others has others to wait for", "A waiting job's count is that of its open edges")]
    [InlineData("UPDATE isaa_dependencies SET dependency = dependency + 1000", "UPDATE isaa_dependencies SET dependency = dependency - 1000", "Edges join two jobs")]
    [InlineData("UPDATE isaa_jobs SET watched = 0", "UPDATE isaa_jobs SET watched = 1 WHERE state = 1", "Who is waited for knows it")]
    [InlineData("UPDATE isaa_jobs SET state = 6, finished_at = 1 WHERE state = 1", "UPDATE isaa_jobs SET state = 1, finished_at = NULL WHERE state = 6",
        "Counters agree with the jobs", "No job waits for one that has ended")]
    public async Task What_must_not_be_between_jobs_is_found(string damage, string repair, params string[] rules)
    {
        await AddAsync(New() with { DependsOn = [await AddAsync()] });

        await AssertFoundAsync(damage, repair, rules);
    }

    [Theory]
    [InlineData("UPDATE isaa_waits SET name = 'x' || name", "UPDATE isaa_waits SET name = substr(name, 2)", "No job waits for a signal that has come", "other")]
    [InlineData("UPDATE isaa_waits SET job = job + 1000", "UPDATE isaa_waits SET job = job - 1000", "A job that waits for a signal says which", "go")]
    [InlineData("UPDATE isaa_jobs SET state = 4 WHERE state = 5", "UPDATE isaa_jobs SET state = 5 WHERE state = 4", "A job that waits for children has open ones", "go")]
    public async Task What_must_not_be_of_a_job_that_waits_for_itself_is_found(string damage, string repair, string rule, string signal)
    {
        await AddAsync();
        var claimed = await ClaimOneAsync();
        await Store.SignalAsync(new NewSignal { Job = claimed.Job.Id, Name = "xother", Id = "1", Body = Json("1") }, Token);
        Assert.True(await SettleAsync(new Settlement.Wait { Lease = claimed.Lease, Signals = [signal] }));
        Assert.Empty(await Fixture.Inspection.InspectAsync(Token));

        await RunAsync(damage);
        var found = await Fixture.Inspection.InspectAsync(Token);
        await RunAsync(repair);

        Assert.Contains(rule, found.Select(f => f.Rule));
    }

    private async Task AssertFoundAsync(string damage, string repair, string[] rules)
    {
        Assert.Empty(await Fixture.Inspection.InspectAsync(Token));

        await RunAsync(damage);
        var found = await Fixture.Inspection.InspectAsync(Token);
        await RunAsync(repair);

        Assert.Equal(rules.Order(), found.Select(f => f.Rule).Order());
        Assert.All(found.Where(f => f.Rule != "Counters agree with the jobs"), f => Assert.Equal(1, f.Count));
    }

    private Task<int> RunAsync(string sql) => Fixture.Database.WriteAsync(context => context.Statement(sql).RunCounted(), Token);
}
