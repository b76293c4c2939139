using System.Text;
using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Jobs.Logs;
using Isaa.Jobs.Searching;
using Isaa.Jobs.Store;
using Microsoft.Extensions.Logging;

namespace Isaa.Storage.Tests.Conformance.Edges;

/// <summary>Characters that a database cannot keep, in texts that strangers write.</summary>
public abstract class TextConformance : JobStoreConformance
{
    private const string Odd = "a\0b\uD83Dc\uDE00d \uD83D\uDE00";
    private const string Kept = "a\uFFFDb\uFFFDc\uFFFDd \uD83D\uDE00";

    [Fact]
    public async Task Free_text_is_kept_with_a_sign_where_something_cannot_be()
    {
        var job = await AddAsync(New() with { Label = Odd });
        var claimed = await ClaimOneAsync();
        await Store.CancelAsync([job], Odd, Token);
        var line = new JobLogLine { At = Time.GetUtcNow(), Level = LogLevel.Information, Category = Odd, Text = Odd };
        Assert.True(await SettleAsync(new Settlement.Cancel { Lease = claimed.Lease, Reason = Odd, Trail = new JobTrail { Lines = [line] } }));

        var found = await GetAsync(job);
        Assert.Equal((Kept, Kept), (found.Label, found.CancelReason));
        var log = Assert.Single(await Store.ReadLogAsync(new JobLogQuery { Job = job }, Token));
        Assert.Equal((Kept, Kept), (log.Category, log.Text));
    }

    [Fact]
    public async Task An_errors_text_makes_no_write_fail()
    {
        var job = await AddAsync();
        var claimed = await ClaimOneAsync();

        Assert.True(await SettleAsync(new Settlement.Fail { Lease = claimed.Lease, Error = new JobError { Code = "odd", Message = "a\0b" } }));

        Assert.Equal("a\0b", (await GetAsync(job)).Error!.Message);
    }

    [Theory]
    [InlineData("""{"text":"a\u0000word"}""")]
    [InlineData("""{"text":"\ud83d word"}""")]
    public async Task Documents_are_kept_byte_for_byte_and_found_by_their_words(string json)
    {
        var job = await AddAsync(New() with { Arguments = Json(json) });
        var claimed = await ClaimOneAsync();
        Assert.True(await SettleAsync(new Settlement.Complete { Lease = claimed.Lease, Result = Json(json), Events = [new NewJobEvent("test.own", Encoding.UTF8.GetBytes(json))] }));

        var detail = (await Store.FindAsync(job, Token))!;
        Assert.Equal((json, json), (Text(detail.Arguments), Text(detail.Result)));
        Assert.Equal(json, Text((await EventsOfAsync(job)).Single(e => e.Type == "test.own").Body));
        while (await Search.IndexAsync(1000, Token) > 0)
        {
        }

        var page = await Search.ListAsync(new JobQuery { Filter = new JobFilter { Text = "word" }, Limit = 10 }, Token);
        Assert.Equal(job, Assert.Single(page.Jobs).Id);
    }
}
