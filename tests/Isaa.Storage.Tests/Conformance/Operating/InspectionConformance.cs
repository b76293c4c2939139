using Isaa.Jobs;

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
        Assert.Empty(await Fixture.Inspection.InspectAsync(Token));

        await RunAsync(damage);
        var found = await Fixture.Inspection.InspectAsync(Token);
        await RunAsync(repair);

        Assert.Equal(rules, found.Select(f => f.Rule));
        Assert.All(found, f => Assert.Equal(1, f.Count));
    }

    private Task<int> RunAsync(string sql) => Fixture.Database.WriteAsync(context => context.Statement(sql).RunCounted(), Token);
}
