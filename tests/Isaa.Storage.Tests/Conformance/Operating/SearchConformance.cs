using Isaa.Jobs;
using Isaa.Jobs.Searching;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance.Operating;

public abstract class SearchConformance : JobStoreConformance
{
    [Fact]
    public async Task Jobs_are_found_by_ids_and_by_the_beginning_and_the_end_of_an_id()
    {
        var ids = new List<JobId>();
        for (var i = 0; i < 12; i++)
        {
            ids.Add(await AddAsync());
        }

        Assert.Equal([ids[7], ids[2]], await FindAsync(new JobFilter { Ids = [ids[2], ids[7], New().Id] }));
        Assert.Equal([ids[3]], await FindAsync(new JobFilter { Ids = [ids[3]] }));
        Assert.Equal([ids[5]], await FindAsync(new JobFilter { IdPart = ids[5].ToString()[^12..] }));
        Assert.Contains(ids[4], await FindAsync(new JobFilter { IdPart = ids[4].ToString()[..8].ToUpperInvariant() }));
        Assert.Equal([ids[6]], await FindAsync(new JobFilter { IdPart = ids[6].ToString() }));
        Assert.Empty(await FindAsync(new JobFilter { IdPart = "ffffffffff" }));
    }

    [Fact]
    public async Task Jobs_are_found_by_their_group_and_counted_by_counters_alone()
    {
        var job = await AddAsync(New() with { Queue = "q", Group = "customer-7" });
        await AddAsync(New() with { Queue = "q", Group = "customer-77" });
        await AddAsync(New() with { Queue = "q" });

        Assert.Equal([job], await FindAsync(new JobFilter { Group = "customer-7" }));
        Assert.Equal(1, (await Search.CountAsync(new JobFilter { Group = "customer-7" }, null, Token)).States[JobState.Ready]);
        Assert.Equal(3, (await Search.CountAsync(new JobFilter { Queue = "q" }, null, Token)).States[JobState.Ready]);
        Assert.Empty((await Search.CountAsync(new JobFilter { Queue = "q", States = [JobState.Failed] }, null, Token)).States);
        Assert.Empty((await Search.CountAsync(new JobFilter { Queue = "q", Kind = "other" }, null, Token)).States);
    }

    [Fact]
    public async Task Tags_fit_whole_and_all_of_them()
    {
        var one = await AddAsync(New() with { Tags = ["red", "a,b"] });
        var two = await AddAsync(New() with { Tags = ["red", "grün", "\"x\""] });
        await AddAsync(New() with { Tags = ["redder", "Red"] });

        Assert.Equal([two, one], await FindAsync(new JobFilter { Tags = ["red"] }));
        Assert.Equal([two], await FindAsync(new JobFilter { Tags = ["red", "grün"] }));
        Assert.Equal([two], await FindAsync(new JobFilter { Tags = ["\"x\""] }));
        Assert.Equal([one], await FindAsync(new JobFilter { Tags = ["a,b"] }));
        Assert.Empty(await FindAsync(new JobFilter { Tags = [","] }));
        Assert.Empty(await FindAsync(new JobFilter { Tags = ["re"] }));
    }

    [Fact]
    public async Task Times_hold_their_beginning_and_not_their_end()
    {
        var start = Time.GetUtcNow();
        var first = await AddAsync();
        Time.Advance(TimeSpan.FromMinutes(1));
        var second = await AddAsync(New() with { RunAt = start + TimeSpan.FromHours(1) });
        await Store.CancelAsync([first], "no", Token);

        Assert.Equal([second], await FindAsync(new JobFilter { Added = new TimeRange(start + TimeSpan.FromMinutes(1), null) }));
        Assert.Equal([first], await FindAsync(new JobFilter { Added = new TimeRange(start, start + TimeSpan.FromMinutes(1)) }));
        Assert.Equal([first], await FindAsync(new JobFilter { Finished = new TimeRange(start, null) }));
        Assert.Empty(await FindAsync(new JobFilter { Finished = new TimeRange(null, start + TimeSpan.FromMinutes(1)) }));
        Assert.Equal([second], await FindAsync(new JobFilter { Due = new TimeRange(start + TimeSpan.FromHours(1), null) }));
    }

    [Fact]
    public async Task Failures_are_found_by_code_and_by_text()
    {
        var worker = await BeatAsync();
        var job = await AddAsync();
        var error = new JobError { Code = "mail_refused", Message = "The post \"office\" said 100% no_way." };
        await SettleAsync(new Settlement.Fail { Lease = (await ClaimOneAsync(worker)).Lease, Error = error });
        await AddAsync();

        Assert.Equal([job], await FindAsync(new JobFilter { ErrorCode = "mail_refused" }));
        Assert.Empty(await FindAsync(new JobFilter { ErrorCode = "mail" }));
        Assert.Equal([job], await FindAsync(new JobFilter { ErrorText = "\"office\" said 100%" }));
        Assert.Empty(await FindAsync(new JobFilter { ErrorText = "nosway" }));
        Assert.Empty(await FindAsync(new JobFilter { ErrorText = "mail_refused" }));
    }

    [Theory]
    [InlineData("data.customer.id=42")]
    [InlineData("data.customer.name=O'Neill \"x\"")]
    [InlineData("data.isNew=true")]
    [InlineData("data.lines.1.price=1.5")]
    public async Task Jobs_are_found_by_a_field_of_their_arguments(string field)
    {
        var job = await AddAsync(New() with
        {
            Arguments = Json("""{"customer":{"id":42,"name":"O'Neill \"x\""},"isNew":true,"lines":[{"price":2},{"price":1.5}]}"""),
        });
        await AddAsync(New() with { Arguments = Json("""{"customer":{"id":420,"name":"Neill"},"isNew":false,"lines":[{"price":1.5}]}""") });
        await AddAsync(New() with { Arguments = Json("""{"customer":"42","isNew":[true],"text":"\u0000"}""") });
        await AddAsync(New() with { Arguments = Json("[]") });

        Assert.Equal([job], await FindAsync(new JobFilter { Fields = [FieldMatch.Parse(field)] }));
    }

    [Fact]
    public async Task Jobs_are_found_by_a_field_of_their_result_and_by_two_fields_at_once()
    {
        var job = await AddAsync();
        await SettleAsync(new Settlement.Complete { Lease = (await ClaimOneAsync()).Lease, Result = Json("""{"total":3}""") });
        await AddAsync();

        Assert.Equal([job], await FindAsync(new JobFilter { Fields = [FieldMatch.Parse("result.total=3")] }));
        Assert.Equal([job], await FindAsync(new JobFilter { Fields = [FieldMatch.Parse("result.total=3"), FieldMatch.Parse("data.n=1")] }));
        Assert.Empty(await FindAsync(new JobFilter { Fields = [FieldMatch.Parse("result.total=3"), FieldMatch.Parse("data.n=2")] }));
    }

    [Fact]
    public async Task Words_are_found_wherever_they_stand_once_taken_into_the_index()
    {
        var labelled = await AddAsync(New() with { Label = "The quick, brown Fox" });
        var tagged = await AddAsync(New() with { Tags = ["fox-hunt"] });
        var given = await AddAsync(New() with { Arguments = Json("""{"fox":"no","note":"Über den Zaun, order 4711"}""") });
        Assert.Empty(await FindAsync(new JobFilter { Text = "fox" }));
        await IndexAsync();

        Assert.Equal([tagged, labelled], await FindAsync(new JobFilter { Text = "FOX" }));
        Assert.Equal([labelled], await FindAsync(new JobFilter { Text = "fox brown" }));
        Assert.Equal([labelled], await FindAsync(new JobFilter { Text = "\"brown fox\"" }));
        Assert.Empty(await FindAsync(new JobFilter { Text = "\"fox brown\"" }));
        Assert.Equal([given], await FindAsync(new JobFilter { Text = "über 4711" }));
        Assert.Equal([given], await FindAsync(new JobFilter { Text = "zau*" }));
        Assert.Empty(await FindAsync(new JobFilter { Text = "zau" }));
        Assert.Equal([given], await FindAsync(new JobFilter { Text = "zaun", Fields = [FieldMatch.Parse("data.fox=no")] }));
        Assert.Equal([labelled], await FindAsync(new JobFilter { Text = "fox -quick" }));
    }

    [Fact]
    public async Task What_a_job_ended_with_is_found_too_and_indexing_again_changes_nothing()
    {
        var worker = await BeatAsync();
        var done = await AddAsync();
        await IndexAsync();
        await SettleAsync(new Settlement.Complete { Lease = (await ClaimOneAsync(worker)).Lease, Result = Json("""{"answer":"marmalade"}""") });
        var failed = await AddAsync();
        await SettleAsync(new Settlement.Fail { Lease = (await ClaimOneAsync(worker)).Lease, Error = new JobError { Code = "x", Message = "No marmalade left." } });

        await IndexAsync();
        Assert.Equal(0, await Search.IndexAsync(100, Token));

        Assert.Equal([failed, done], await FindAsync(new JobFilter { Text = "marmalade" }));
        Assert.Equal([failed], await FindAsync(new JobFilter { Text = "marmalade", States = [JobState.Failed] }));
    }

    [Fact]
    public async Task Text_and_fields_cannot_break_out_of_the_query()
    {
        await AddAsync();
        await IndexAsync();

        Assert.Empty(await FindAsync(new JobFilter { Text = "x\" OR \"n" }));
        Assert.Empty(await FindAsync(new JobFilter { Text = "a' & !'b" }));
        Assert.Empty(await FindAsync(new JobFilter { Queue = "x' OR '1'='1", ErrorText = "%", ErrorCode = "'" }));
        Assert.Empty(await FindAsync(new JobFilter { Fields = [FieldMatch.Parse("data.n') OR 1=1--=1")] }));
    }

    [Fact]
    public async Task A_filter_reaches_all_jobs_page_by_page_however_few_fit()
    {
        await Store.EnqueueAsync([.. Enumerable.Range(0, 2500).Select(i => New(i % 500 == 7 ? "rare.kind" : "test.work"))], Token);
        var filter = new JobFilter { Kind = "rare.kind" };
        var seen = new List<JobId>();
        JobPlace? after = null;
        do
        {
            var page = await Search.ListAsync(new JobQuery { Filter = filter, After = after, Limit = 2 }, Token);
            Assert.True(page.Jobs.Count <= 2);
            seen.AddRange(page.Jobs.Select(j => j.Id));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(5, seen.Distinct().Count());
        Assert.Equal(5, seen.Count);
        Assert.Equal([(JobState.Ready, 5L)], (await Search.CountAsync(filter, null, Token)).States.Select(s => (s.Key, s.Value)));
        Assert.Equal([(JobState.Ready, 2500L)], (await Search.CountAsync(new JobFilter(), null, Token)).States.Select(s => (s.Key, s.Value)));
    }

    [Fact]
    public async Task The_place_of_a_job_is_where_a_page_goes_on_behind_it()
    {
        var first = await AddAsync();
        var second = await AddAsync();
        await AddAsync();

        var page = await Search.ListAsync(new JobQuery { After = await Search.FindPlaceAsync(second, Token) }, Token);

        Assert.Equal([first], page.Jobs.Select(j => j.Id));
        Assert.Null(await Search.FindPlaceAsync(New().Id, Token));
    }

    private async Task<List<JobId>> FindAsync(JobFilter filter) =>
        [.. (await Search.ListAsync(new JobQuery { Filter = filter }, Token)).Jobs.Select(j => j.Id)];

    private async Task IndexAsync()
    {
        while (await Search.IndexAsync(3, Token) > 0)
        {
        }
    }
}
